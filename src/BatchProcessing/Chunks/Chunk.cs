namespace BatchProcessing.Chunks;

/// <summary>A contiguous range of a batch's documents: the unit of work, of lease, of commit, of retry.</summary>
public sealed record Chunk
{
    /// <summary>The ordinal of its first document.</summary>
    public required long FirstOrdinal { get; init; }

    /// <summary>How many documents it has, bad rows included.</summary>
    public required int DocumentCount { get; init; }

    /// <summary>The blob that holds its input, one JSON line a document.</summary>
    public required string InputBlob { get; init; }

    /// <summary>Where in the blob its first line starts, in bytes.</summary>
    public long InputOffset { get; init; }

    /// <summary>Bytes of its lines.</summary>
    public required int InputLength { get; init; }
}
