using BatchProcessing.Chunks;
using BatchProcessing.Documents;
using BatchProcessing.Idempotency;

namespace BatchProcessing.Batches;

/// <summary>What an upload brought, durable but not yet visible.</summary>
/// <param name="Chunks">Its chunks.</param>
/// <param name="Bytes">Bytes of all chunks.</param>
/// <param name="Sources">The files it was read from.</param>
/// <param name="Idempotency">What is recorded under its key, or null when it has none.</param>
internal sealed record UploadContent(
    IReadOnlyList<Chunk> Chunks, long Bytes, IReadOnlyList<SourceFile> Sources, IdempotencyClaim? Idempotency);
