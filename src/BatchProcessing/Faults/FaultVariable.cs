namespace BatchProcessing.Faults;

/// <summary>The environment variables that break a Debug build on purpose. Release builds read none of them.</summary>
public static class FaultVariable
{
    /// <summary>Where to die (SIGKILL): <c>name:n</c>, the n-th time, from 1, that a fault point is reached.</summary>
    public const string KillAt = "FAULT_KILL_AT";

    /// <summary>Where one thread pauses: <c>name:n:milliseconds</c>.</summary>
    public const string HoldAt = "FAULT_HOLD_AT";

    /// <summary>A file that gets a line with the name of the point when the process dies there, or when the pause is over.</summary>
    public const string Log = "FAULT_LOG";

    /// <summary>The rule that is broken, one of the names of <see cref="BrokenRule"/>.</summary>
    public const string Break = "FAULT_BREAK";
}
