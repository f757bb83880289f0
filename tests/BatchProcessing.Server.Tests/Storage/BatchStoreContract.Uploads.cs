using System.Data.Common;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    [Fact]
    public async Task SealAsync_MakesBatchAndChunksVisible_AndEndsTheReservation()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 3, name: "größe");

        Batch stored = await Store.ReadAsync(batch.Id);

        Assert.Equivalent(batch, stored);
        Assert.Equal([0L, 10L, 20L], (await Store.ChunksAsync(batch)).Select(c => c.Chunk.FirstOrdinal));
        Assert.False(await RenewAsync(batch.Id));
    }

    [Fact]
    public async Task SealAsync_IsFalse_WhenNothingIsReserved()
    {
        Guid id = Guid.CreateVersion7();

        Assert.False(await SealAsync(id, StoredBatches.ChunksOf(id, 1)));
        Assert.Null(await Store.GetAsync(id, CancellationToken.None));
    }

    [Fact]
    public async Task SealAsync_IsFalse_WhenTheReservationIsAnotherTenants()
    {
        Guid id = await BeginAsync("other");

        Assert.False(await SealAsync(id, StoredBatches.ChunksOf(id, 1)));
        Assert.True(await RenewAsync(id));
    }

    [Fact]
    public async Task SealAsync_IsFalse_WhenTheReservationHasExpired()
    {
        Guid id = await BeginAsync();
        Clock.Advance(61);

        Assert.False(await SealAsync(id, StoredBatches.ChunksOf(id, 1)));
        Assert.Null(await Store.GetAsync(id, CancellationToken.None));
        Assert.Equal([id], await ExpiredAsync());
    }

    [Fact]
    public async Task RenewUploadAsync_IsFalse_WhenTheReservationHasExpired()
    {
        Guid id = await BeginAsync();
        Clock.Advance(61);

        Assert.False(await RenewAsync(id));
        Assert.Equal([id], await ExpiredAsync());
    }

    [Fact]
    public async Task SealAsync_ChangesNothing_WhenAChunkIsRefused()
    {
        Guid id = await BeginAsync();
        Chunk chunk = StoredBatches.ChunksOf(id, 1)[0];

        await Assert.ThrowsAnyAsync<DbException>(() => SealAsync(id, [chunk, chunk]));

        Assert.Null(await Store.GetAsync(id, CancellationToken.None));
        Assert.True(await RenewAsync(id));
    }

    [Fact]
    public async Task BeginUploadAsync_Throws_WhenIdIsReservedAlready()
    {
        Guid id = await BeginAsync();

        await Assert.ThrowsAnyAsync<DbException>(
            () => Store.BeginUploadAsync(id, "default", StoredBatches.Minute, CancellationToken.None));
    }

    [Fact]
    public async Task TakeExpiredUploadsAsync_NamesReservations_OnlyAfterTheirTime()
    {
        Guid id = await BeginAsync();
        Clock.Advance(60);
        Assert.Empty(await ExpiredAsync());

        Clock.Advance(0.001);

        Assert.Equal([id], await ExpiredAsync());
    }

    [Fact]
    public async Task RenewUploadAsync_ProlongsTheReservation_FromNow()
    {
        Guid id = await BeginAsync();
        Clock.Advance(50);
        Assert.True(await RenewAsync(id));
        Clock.Advance(50);

        Assert.Empty(await ExpiredAsync());
    }

    [Fact]
    public async Task AbandonUploadAsync_EndsTheReservation_AndMayBeRepeated()
    {
        Guid id = await BeginAsync();

        await Store.AbandonUploadAsync(id, CancellationToken.None);
        await Store.AbandonUploadAsync(id, CancellationToken.None);

        Assert.False(await RenewAsync(id));
    }

    private async Task<Guid> BeginAsync(string tenant = "default")
    {
        Guid id = Guid.CreateVersion7(Clock.Now);
        await Store.BeginUploadAsync(id, tenant, StoredBatches.Minute, CancellationToken.None);
        return id;
    }

    private Task<bool> SealAsync(Guid id, IReadOnlyList<Chunk> chunks) =>
        Store.SealAsync(new SealedUpload(StoredBatches.NewBatch(id, Clock, chunks.Count), chunks), CancellationToken.None);

    private Task<bool> RenewAsync(Guid id) => Store.RenewUploadAsync(id, StoredBatches.Minute, CancellationToken.None);

    private Task<IReadOnlyList<Guid>> ExpiredAsync() => Store.TakeExpiredUploadsAsync(CancellationToken.None);
}
