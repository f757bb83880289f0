namespace BatchProcessing.Overview;

/// <summary>One chunk, or several that follow one another, of the map of a batch.</summary>
public sealed record ChunkCell
{
    /// <summary>The first document.</summary>
    public required long FirstOrdinal { get; init; }

    /// <summary>The first document after it.</summary>
    public required long EndOrdinal { get; init; }

    /// <summary>Chunks it stands for.</summary>
    public required long Chunks { get; init; }

    /// <summary>Of these, those that wait.</summary>
    public required long Queued { get; init; }

    /// <summary>Of those that wait, those that were put back.</summary>
    public required long PutBack { get; init; }

    /// <summary>Chunks in hand.</summary>
    public required long Running { get; init; }

    /// <summary>Chunks that were given up.</summary>
    public required long GivenUp { get; init; }

    /// <summary>Chunks that were cancelled.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Failed documents.</summary>
    public required long Failed { get; init; }

    /// <summary>The most attempts that one of the chunks took.</summary>
    public required long Attempts { get; init; }

    /// <summary>The node that claimed last, of one of the chunks; or null.</summary>
    public string? Node { get; init; }

    /// <summary>The job that claimed last, of one of the chunks; or null.</summary>
    public string? JobId { get; init; }

    /// <summary>What last went wrong, in one of the chunks; or null.</summary>
    public string? LastError { get; init; }
}
