namespace BatchProcessing.Batches;

/// <summary>Where a batch is in its life. See docs/state-machine.md for the drawing.</summary>
public enum BatchStatus
{
    /// <summary>Waits for another batch or for a time.</summary>
    Awaiting,

    /// <summary>Accepted and durable; no chunk has been claimed yet.</summary>
    Queued,

    /// <summary>At least one chunk has been claimed.</summary>
    Running,

    /// <summary>No chunk is handed out until it is resumed.</summary>
    Paused,

    /// <summary>Every chunk has ended; the ledger is checked and the end is recorded.</summary>
    Finalizing,

    /// <summary>Ended: every document succeeded or failed.</summary>
    Completed,

    /// <summary>Asked to stop; chunks in hand are finishing.</summary>
    Cancelling,

    /// <summary>Ended on request; documents without a result are not processed.</summary>
    Cancelled,

    /// <summary>Ended because too much failed; results so far are kept.</summary>
    Failed,
}
