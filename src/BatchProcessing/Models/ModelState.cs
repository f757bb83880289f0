namespace BatchProcessing.Models;

/// <summary>Where a version of a model is in its life.</summary>
public enum ModelState
{
    /// <summary>Its labelled rows are stored; no worker has taken it up.</summary>
    Queued,

    /// <summary>A worker is at it.</summary>
    Training,

    /// <summary>It can score.</summary>
    Ready,

    /// <summary>It could not be trained; the reason is kept.</summary>
    Failed,
}
