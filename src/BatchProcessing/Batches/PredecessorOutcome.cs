namespace BatchProcessing.Batches;

/// <summary>How a batch must have ended for one that waits for it to run.</summary>
public enum PredecessorOutcome
{
    /// <summary>As <c>completed</c>.</summary>
    Completed,

    /// <summary>In any way.</summary>
    Any,
}
