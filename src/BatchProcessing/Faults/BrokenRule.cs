namespace BatchProcessing.Faults;

/// <summary>
/// Rules that a Debug build can be told to break, one at a time, so that a test can show that the breach is noticed.
/// Release builds break none.
/// </summary>
public static class BrokenRule
{
    /// <summary>A worker whose lease was lost still records its chunk.</summary>
    public const string NoFenceCheck = "no-fence-check";

    /// <summary>The upload is answered 202 before it is sealed.</summary>
    public const string AcceptBeforeCommit = "accept-before-commit";

    /// <summary>The attempt is counted when a chunk has ended, not when it is claimed.</summary>
    public const string AttemptAfterRun = "attempt-after-run";

    /// <summary>A batch's counters are kept in memory and overwrite the stored ones.</summary>
    public const string InMemoryCounter = "in-memory-counter";

    /// <summary>Nothing heals.</summary>
    public const string NoSweep = "no-sweep";

    /// <summary>An idempotency key may be used twice.</summary>
    public const string NoUniqueKey = "no-unique-key";

    /// <summary>Blobs stay in memory for a while after they are said to be durable.</summary>
    public const string NoFsync = "no-fsync";

    /// <summary>Every rule.</summary>
    public static IReadOnlyList<string> All { get; } =
        [NoFenceCheck, AcceptBeforeCommit, AttemptAfterRun, InMemoryCounter, NoSweep, NoUniqueKey, NoFsync];

#if FAULT_INJECTION
    /// <summary>The rule that this process breaks; null when it breaks none.</summary>
    public static string? Current { get; } = Parse(Environment.GetEnvironmentVariable(FaultVariable.Break));

    private static string? Parse(string? rule)
    {
        if (string.IsNullOrEmpty(rule)) return null;
        return All.Contains(rule)
            ? rule
            : throw new FormatException($"{FaultVariable.Break} is '{rule}' but must be one of {string.Join(", ", All)}.");
    }
#endif
}
