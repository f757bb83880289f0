using System.Diagnostics;

namespace BatchProcessing.Faults;

/// <summary>
/// Named places where the death of the process would hurt most. Debug builds can be told to die at one of them (see
/// <see cref="Reach"/>); in release builds the calls are not compiled.
/// </summary>
public static class FaultPoint
{
    /// <summary>An input blob is on the disk; no row names it yet.</summary>
    public const string AfterInputBlob = "after-input-blob";

    /// <summary>Inside the transaction that seals an upload, when all its rows are written.</summary>
    public const string BeforeSealCommit = "before-seal-commit";

    /// <summary>The upload is sealed; its sender does not know yet, and no pump is enqueued.</summary>
    public const string AfterSealCommit = "after-seal-commit";

    /// <summary>A chunk is claimed; nothing of it is done.</summary>
    public const string AfterClaim = "after-claim";

    /// <summary>Before each document of a chunk.</summary>
    public const string MidChunk = "mid-chunk";

    /// <summary>The result blob of a chunk is on the disk; no row names it yet.</summary>
    public const string AfterResultBlob = "after-result-blob";

    /// <summary>Inside the transaction that records a chunk, when all its rows are written.</summary>
    public const string BeforeChunkCommit = "before-chunk-commit";

    /// <summary>A chunk is recorded; its worker does not know yet.</summary>
    public const string AfterChunkCommit = "after-chunk-commit";

    /// <summary>The commit of the last chunk has made its batch finalizing; nobody has the right to end it yet.</summary>
    public const string BeforeFinalize = "before-finalize";

    /// <summary>Inside the transaction that ends a batch, when all its rows are written.</summary>
    public const string BeforeTerminalCommit = "before-terminal-commit";

    /// <summary>A batch has ended; nothing that follows from it is done.</summary>
    public const string AfterTerminalCommit = "after-terminal-commit";

    /// <summary>A receiver has answered a webhook; the delivery is not marked.</summary>
    public const string AfterWebhookSent = "after-webhook-sent";

    /// <summary>Every point.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        AfterInputBlob, BeforeSealCommit, AfterSealCommit, AfterClaim, MidChunk, AfterResultBlob, BeforeChunkCommit,
        AfterChunkCommit, BeforeFinalize, BeforeTerminalCommit, AfterTerminalCommit, AfterWebhookSent,
    ];

    /// <summary>
    /// Does here what the environment has armed this point with: see <see cref="FaultVariable.KillAt"/> and
    /// <see cref="FaultVariable.HoldAt"/>.
    /// </summary>
    /// <param name="name">One of the names of this class.</param>
    [Conditional("FAULT_INJECTION")]
    public static void Reach(string name)
    {
#if FAULT_INJECTION
        foreach (ArmedFault fault in ArmedFault.FromEnvironment) fault.Reach(name);
#endif
    }
}
