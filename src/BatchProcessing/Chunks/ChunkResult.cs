namespace BatchProcessing.Chunks;

/// <summary>Where the documents of a chunk can be read now.</summary>
/// <param name="Chunk">The chunk and its input.</param>
/// <param name="State">The chunk's state: <c>queued</c>, <c>running</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="ResultBlob">The blob of its result lines, or null while there is none.</param>
/// <param name="ResultLength">Bytes of that blob.</param>
/// <param name="Failed">Failed documents in it.</param>
/// <param name="Succeeded">Documents with results in it, or in the earlier one.</param>
/// <param name="ResultHash">The SHA-256 of that blob in lower-case hexadecimal, or null when it has none.</param>
/// <param name="Previous">What earlier runs left of the chunk while it has no result of this one, or null.</param>
public sealed record ChunkResult(
    Chunk Chunk, string State, string? ResultBlob, long ResultLength, int Failed, int Succeeded, string? ResultHash, PreviousResult? Previous)
{
    /// <summary>Whether the chunk has been given up or cancelled: nothing more comes of it in this run.</summary>
    public bool HasEndedWithoutResult => State is "failed" or "cancelled";
}
