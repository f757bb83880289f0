namespace BatchProcessing.Torture.Lives;

/// <summary>One life of a server process, from its start to its death.</summary>
public sealed record Life
{
    /// <summary>The fault point at which it dies by itself, as <c>name:n</c>; null for none.</summary>
    public string? KillAt { get; init; }

    /// <summary>
    /// The fault point at which one thread pauses, as <c>name:n:milliseconds</c>; null for none. The life ends when that
    /// thread has gone on for a second.
    /// </summary>
    public string? HoldAt { get; init; }

    /// <summary>How long it lives at most.</summary>
    public required TimeSpan Span { get; init; }

    /// <summary>Whether the span begins with the process, so that it may die before it is ready.</summary>
    public bool IsFromStart { get; init; }

    /// <summary>How long it is frozen (SIGSTOP, SIGCONT) at the end of its span; null for not at all.</summary>
    public TimeSpan? Freeze { get; init; }

    /// <summary>Whether it is asked to stop (SIGTERM) rather than killed (SIGKILL).</summary>
    public bool IsTerminated { get; init; }
}
