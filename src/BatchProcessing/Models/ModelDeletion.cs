namespace BatchProcessing.Models;

/// <summary>What came of the wish to delete a version of a model.</summary>
public enum ModelDeletion
{
    /// <summary>It is gone, and with it its training.</summary>
    Deleted,

    /// <summary>There is no such version.</summary>
    NotFound,

    /// <summary>It is the active one of several that are ready.</summary>
    Active,

    /// <summary>A batch that has not ended uses it.</summary>
    InUse,
}
