using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Models;

namespace BatchProcessing.Manifests;

/// <summary>Puts the manifest of an ended batch together from what the store recorded; no blob is read.</summary>
public sealed class ManifestReader(IBatchStore store, ModelCatalog models)
{
    private const int PageOfChunks = 1000;

    /// <summary>The manifest of a batch.</summary>
    /// <param name="batch">The batch; it has ended.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Null when the batch changed meanwhile: it is being retried or was deleted.</returns>
    public async Task<BatchManifest?> ReadAsync(Batch batch, CancellationToken cancellationToken)
    {
        IReadOnlyList<ManifestChunk> chunks = await ReadChunksAsync(batch, cancellationToken);
        var manifest = new BatchManifest
        {
            BatchId = batch.Id,
            Run = batch.Run,
            Status = batch.Status.ToWire(),
            EndedAt = batch.EndedAt ?? throw new ArgumentException("The batch has not ended.", nameof(batch)),
            Documents = batch.DocumentCount,
            Succeeded = batch.Progress.Succeeded,
            Failed = batch.Progress.Failed,
            NotProcessed = batch.Progress.NotProcessed,
            Files = await store.ListSourcesAsync(batch.TenantId, batch.Id, cancellationToken),
            Models = await ReadModelsAsync(batch, cancellationToken),
            ResultsSha256 = BatchManifest.HashOf(chunks.Select(c => c.Sha256)),
            Chunks = chunks,
        };
        Batch? now = await store.FindAsync(batch.TenantId, batch.Id, cancellationToken);
        return now?.Version == batch.Version ? manifest : null;
    }

    private async Task<IReadOnlyList<ManifestChunk>> ReadChunksAsync(Batch batch, CancellationToken cancellationToken)
    {
        List<ManifestChunk> chunks = [];
        IReadOnlyList<ChunkResult> page;
        long from = 0;
        do
        {
            page = await store.ListChunksAsync(batch.TenantId, batch.Id, from, PageOfChunks, cancellationToken);
            chunks.AddRange(page.Select(c => new ManifestChunk(c.Chunk.FirstOrdinal, c.Chunk.DocumentCount, c.ResultLength, c.ResultHash)));
            if (page.Count > 0) from = page[^1].Chunk.FirstOrdinal + page[^1].Chunk.DocumentCount;
        }
        while (page.Count == PageOfChunks);
        return chunks;
    }

    private async Task<IReadOnlyList<ManifestModel>> ReadModelsAsync(Batch batch, CancellationToken cancellationToken)
    {
        List<ManifestModel> read = [];
        foreach (string reference in batch.Models.References)
            read.Add(new ManifestModel(reference, (await models.FindAsync(batch.TenantId, reference, cancellationToken))?.Checksum));
        return read;
    }
}
