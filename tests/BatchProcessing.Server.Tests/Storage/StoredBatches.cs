using BatchProcessing.Analyses;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Jobs;

namespace BatchProcessing.Server.Tests.Storage;

/// <summary>Batches as uploads leave them in a store, and what workers do to them, in one line each.</summary>
internal static class StoredBatches
{
    public static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    /// <summary>Reserves and seals a batch of equal chunks of ten documents.</summary>
    public static async Task<Batch> SealBatchAsync(
        this IBatchStore store, TimeProvider clock, int chunks = 1, string tenant = "default", string? name = null,
        string? webhookUrl = null)
    {
        Guid id = Guid.CreateVersion7(clock.GetUtcNow());
        await store.BeginUploadAsync(id, tenant, Minute, CancellationToken.None);
        Batch batch = NewBatch(id, clock, chunks, tenant, name) with { WebhookUrl = webhookUrl };
        Assert.True(await store.SealAsync(new SealedUpload(batch, ChunksOf(id, chunks)), CancellationToken.None));
        return batch;
    }

    public static Batch NewBatch(Guid id, TimeProvider clock, int chunks, string tenant = "default", string? name = null) => new()
    {
        Id = id,
        TenantId = tenant,
        Name = name,
        Status = chunks == 0 ? BatchStatus.Finalizing : BatchStatus.Queued,
        Lane = Lane.Batch,
        Models = ModelPins.Parse("classification=topics@1;sentiment=language@1,sentiment-en@1"),
        Metadata = "{\"a\":1}",
        DocumentCount = 10L * chunks,
        InputBytes = 100L * chunks,
        Progress = new BatchProgress { ChunkTotal = chunks },
        CreatedAt = clock.GetUtcNow(),
        UpdatedAt = clock.GetUtcNow(),
    };

    public static IReadOnlyList<Chunk> ChunksOf(Guid id, int chunks) =>
        [.. Enumerable.Range(0, chunks).Select(i => new Chunk
        {
            FirstOrdinal = 10 * i,
            DocumentCount = 10,
            InputBlob = $"{id:N}/in/{i}",
            InputLength = 100,
        })];

    public static Task<ChunkLease?> TryClaimAsync(this IBatchStore store, Guid batchId) =>
        store.ClaimChunkAsync(batchId, new ChunkOwner("worker"), Minute, CancellationToken.None);

    public static async Task<ChunkLease> ClaimAsync(this IBatchStore store, Guid batchId)
    {
        ChunkLease? lease = await store.TryClaimAsync(batchId);
        Assert.NotNull(lease);
        return lease;
    }

    public static Task<ChunkCommit> CompleteAsync(this IBatchStore store, ChunkLease lease, int failed = 0) =>
        store.CompleteChunkAsync(lease, Outcome(lease, failed), CancellationToken.None);

    public static Task<ChunkHandover> HandOverAsync(this IBatchStore store, ChunkLease lease) =>
        store.CompleteAndClaimAsync(lease, Outcome(lease, failed: 0), new ChunkOwner("worker"), Minute, CancellationToken.None);

    public static async Task<Batch> ReadAsync(this IBatchStore store, Guid batchId)
    {
        Batch? batch = await store.GetAsync(batchId, CancellationToken.None);
        Assert.NotNull(batch);
        return batch;
    }

    public static Task<IReadOnlyList<ChunkResult>> ChunksAsync(this IBatchStore store, Batch batch) =>
        store.ListChunksAsync(batch.TenantId, batch.Id, 0, 1_000, CancellationToken.None);

    public static ChunkOutcome Outcome(ChunkLease lease, int failed = 0)
    {
        var tally = new Tally();
        tally.Add(Tally.Errors, "empty", failed);
        tally.Add("sentiment", lease.Chunk.FirstOrdinal % 20 == 0 ? "positive" : "negative", lease.Chunk.DocumentCount - failed);
        return new ChunkOutcome
        {
            ResultBlob = $"{lease.BatchId:N}/out/{lease.Chunk.FirstOrdinal}.{lease.Run}.{lease.Fence}",
            ResultLength = 50,
            ResultHash = new string((char)('a' + (lease.Fence % 6)), 64),
            ResultLines = lease.Chunk.DocumentCount,
            Succeeded = lease.Chunk.DocumentCount - failed,
            Failed = failed,
            Tally = tally,
        };
    }
}
