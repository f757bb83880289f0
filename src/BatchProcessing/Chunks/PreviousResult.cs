using BatchProcessing.Batches;

namespace BatchProcessing.Chunks;

/// <summary>What earlier runs left of a chunk that runs again: the documents that succeeded are taken over as they are.</summary>
public sealed record PreviousResult
{
    /// <summary>The blob of the earlier result lines.</summary>
    public required string Blob { get; init; }

    /// <summary>Bytes of that blob.</summary>
    public required long Length { get; init; }

    /// <summary>The ordinal of its first line: not after the chunk's own first one.</summary>
    public required long FirstOrdinal { get; init; }

    /// <summary>Documents of the chunk that have succeeded, counted in the batch already.</summary>
    public required int Succeeded { get; init; }

    /// <summary>Their labels, counted in the batch already.</summary>
    public required Tally Tally { get; init; }
}
