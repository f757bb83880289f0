using System.Data.Common;
using BatchProcessing.Batches;
using BatchProcessing.Idempotency;
using BatchProcessing.Server.Storage;
using Dapper;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private SqlIdempotencyStore Keys => new(Database);

    [Fact]
    public async Task ReserveAsync_GivesTheKeyToOne_WhenFiftyAskAtATime()
    {
        IdempotencyReservation[] reserved = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => ReserveAsync("k"))));

        Assert.Single(reserved, r => r.Lease is not null);
        Assert.All(reserved, r => Assert.Null(r.Record));
    }

    [Fact]
    public async Task ReserveAsync_GivesTheBatch_WhenOneWasSealedUnderTheKey()
    {
        (Batch batch, _) = await SealUnderAsync("k");

        IdempotencyReservation again = await ReserveAsync("k");

        Assert.Equal(new IdempotencyReservation(null, new IdempotencyRecord(batch.Id, "print")), again);
    }

    [Fact]
    public async Task ReserveAsync_KnowsNothing_OfAnotherTenantsKey()
    {
        await SealUnderAsync("k");
        await ReserveAsync("open");

        Assert.NotNull((await ReserveAsync("k", "other")).Lease);
        Assert.NotNull((await ReserveAsync("open", "other")).Lease);
        Assert.NotNull((await ReserveAsync("K")).Lease);
    }

    [Fact]
    public async Task ReserveAsync_TakesTheKeyOver_WhenItsHolderIsDead()
    {
        IdempotencyLease dead = (await ReserveAsync("k")).Lease!;
        Clock.Advance(60);
        Assert.Null((await ReserveAsync("k")).Lease);
        Clock.Advance(0.001);

        IdempotencyLease? heir = (await ReserveAsync("k")).Lease;

        Assert.True(heir!.Fence > dead.Fence);
        Assert.False(await Keys.RenewAsync(dead, StoredBatches.Minute, CancellationToken.None));
        Assert.False(await SealUnderAsync(dead));
        Assert.True(await SealUnderAsync(heir));
    }

    [Fact]
    public async Task RenewAsync_KeepsTheKey_FromNow()
    {
        IdempotencyLease lease = (await ReserveAsync("k")).Lease!;
        Clock.Advance(50);
        Assert.True(await Keys.RenewAsync(lease, StoredBatches.Minute, CancellationToken.None));
        Clock.Advance(50);

        Assert.Null((await ReserveAsync("k")).Lease);
        Clock.Advance(11);
        Assert.False(await Keys.RenewAsync(lease, StoredBatches.Minute, CancellationToken.None));
    }

    [Fact]
    public async Task ReleaseAsync_FreesTheKey_WithAHigherFence()
    {
        IdempotencyLease first = (await ReserveAsync("k")).Lease!;
        await Keys.ReleaseAsync(first, CancellationToken.None);

        IdempotencyLease? second = (await ReserveAsync("k")).Lease;
        await Keys.ReleaseAsync(first, CancellationToken.None);

        Assert.True(second!.Fence > first.Fence);
        Assert.Null((await ReserveAsync("k")).Lease);
    }

    [Fact]
    public async Task ReleaseAsync_ChangesNothing_WhenABatchWasSealed()
    {
        (Batch batch, IdempotencyLease lease) = await SealUnderAsync("k");

        await Keys.ReleaseAsync(lease, CancellationToken.None);

        Assert.Equal(batch.Id, (await ReserveAsync("k")).Record!.BatchId);
    }

    [Fact]
    public async Task SealAsync_ChangesNothing_WhenTheKeyIsRecordedAlready()
    {
        (_, IdempotencyLease lease) = await SealUnderAsync("k");
        Guid id = await BeginAsync();

        Assert.False(await SealUnderAsync(lease, id));
        Assert.Null(await Store.GetAsync(id, CancellationToken.None));
        Assert.True(await RenewAsync(id));
    }

    [Fact]
    public async Task SealAsync_LeavesTheKeyFree_WhenTheUploadHasExpired()
    {
        IdempotencyLease lease = (await ReserveAsync("k")).Lease!;

        Assert.False(await SealUnderAsync(lease, Guid.CreateVersion7()));
        Assert.True(await SealUnderAsync(lease));
    }

    [Fact]
    public async Task Key_IsForgotten_AfterItsTimeOnly()
    {
        await SealUnderAsync("k");
        Clock.Advance(Day.TotalSeconds);
        Assert.Equal(0, await Keys.DeleteExpiredAsync(CancellationToken.None));
        Assert.NotNull((await ReserveAsync("k")).Record);
        Clock.Advance(0.001);

        Assert.NotNull((await ReserveAsync("k")).Lease);
        Assert.Equal(0, await Keys.DeleteExpiredAsync(CancellationToken.None));
    }

    [Fact]
    public async Task DeleteExpiredAsync_SparesKeys_ThatSomebodyHolds()
    {
        IdempotencyLease held = (await ReserveAsync("held")).Lease!;
        await SealUnderAsync("old");
        for (int i = 0; i <= Day.TotalSeconds; i += 50)
        {
            Clock.Advance(50);
            await Keys.RenewAsync(held, StoredBatches.Minute, CancellationToken.None);
        }

        Assert.Equal(1, await Keys.DeleteExpiredAsync(CancellationToken.None));
        Assert.True(await Keys.RenewAsync(held, StoredBatches.Minute, CancellationToken.None));
    }

    [Fact]
    public async Task Key_GoesWithItsBatch_WhenThatIsDeleted()
    {
        await SealUnderAsync("k");

        await WriteAsync("DELETE FROM batches");

        Assert.NotNull((await ReserveAsync("k")).Lease);
    }

    [Theory]
    [InlineData("UPDATE idempotency_keys SET lease_until = NULL")]
    [InlineData("UPDATE idempotency_keys SET fingerprint = 'f'")]
    [InlineData("UPDATE idempotency_keys SET batch_id = 'none', fingerprint = 'f', lease_until = NULL")]
    [InlineData("INSERT INTO idempotency_keys SELECT * FROM idempotency_keys")]
    public async Task KeyRow_IsRefused_WhenItIsImpossible(string sql)
    {
        await ReserveAsync("k");

        await Assert.ThrowsAnyAsync<DbException>(() => WriteAsync(sql));

        Assert.Equal(1, await Database.ReadAsync(
            c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM idempotency_keys WHERE lease_until IS NOT NULL"), CancellationToken.None));
    }

    private Task<IdempotencyReservation> ReserveAsync(string key, string tenant = "default") =>
        Keys.ReserveAsync(tenant, key, StoredBatches.Minute, Day, CancellationToken.None);

    private async Task<(Batch Batch, IdempotencyLease Lease)> SealUnderAsync(string key)
    {
        IdempotencyLease lease = (await ReserveAsync(key)).Lease!;
        Guid id = await BeginAsync();
        Assert.True(await SealUnderAsync(lease, id));
        return (await Store.ReadAsync(id), lease);
    }

    private async Task<bool> SealUnderAsync(IdempotencyLease lease) => await SealUnderAsync(lease, await BeginAsync());

    private Task<bool> SealUnderAsync(IdempotencyLease lease, Guid id) => Store.SealAsync(
        new SealedUpload(StoredBatches.NewBatch(id, Clock, chunks: 1), StoredBatches.ChunksOf(id, 1))
        {
            Idempotency = new IdempotencyClaim(lease, "print"),
        },
        CancellationToken.None);
}
