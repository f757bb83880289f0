namespace BatchProcessing.Chunks;

/// <summary>Where the documents of a chunk can be read now.</summary>
/// <param name="Chunk">The chunk and its input.</param>
/// <param name="State">The chunk's state: <c>queued</c>, <c>running</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="ResultBlob">The blob of its result lines, or null while there is none.</param>
/// <param name="ResultLength">Bytes of that blob.</param>
/// <param name="Failed">Failed documents in it.</param>
/// <param name="Succeeded">Documents with results in it.</param>
/// <param name="ResultHash">The SHA-256 of that blob in lower-case hexadecimal, or null when it has none.</param>
public sealed record ChunkResult(
    Chunk Chunk, string State, string? ResultBlob, long ResultLength, int Failed, int Succeeded, string? ResultHash);
