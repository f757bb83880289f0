using System.Data.Common;
using BatchProcessing.Batches;
using BatchProcessing.Webhooks;
using Dapper;

namespace BatchProcessing.Server.Tests.Storage;

/// <summary>Writes of deliveries that meet in the middle.</summary>
public abstract partial class BatchStoreContract
{
    [Fact]
    public async Task DeleteEndedAsync_KeepsADelivery_ThatIsRedeliveredMeanwhile()
    {
        Batch batch = await EndedWithDeliveryAsync();
        await Deliveries.DeliverAsync((await ClaimDeliveryAsync())!, Taken, CancellationToken.None);
        Clock.Advance(60);

        int deleted = await MeetAsync(
            "UPDATE deliveries SET state = 'pending', ended_at = NULL",
            () => Deliveries.DeleteEndedAsync(StoredBatches.Minute, 10, CancellationToken.None));

        Assert.Equal(0, deleted);
        Assert.Equal(DeliveryState.Pending, Assert.Single(await DeliveriesOfAsync(batch)).State);
    }

    [Fact]
    public async Task GiveUpAsync_HoldsNoDelivery_WhileItWaitsForItsWebhook()
    {
        await RegisterAsync("https://gone.example/");
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 0);
        await EndAsync(batch.Id, BatchStatus.Completed);
        DeliveryLease? lease = await ClaimDeliveryAsync();
        int free = 0;

        bool isRecorded = await MeetAsync(
            "UPDATE webhooks SET disabled_reason = NULL",
            () => Deliveries.GiveUpAsync(lease!, Gone, CancellationToken.None),
            async t => free = (await t.Connection!.QueryAsync<string>($"SELECT id FROM deliveries {Database.SkipLocked}", transaction: t)).Count());

        Assert.Equal((1, true), (free, isRecorded));
        Assert.Equal(DeliveryState.Failed, Assert.Single(await DeliveriesOfAsync(batch)).State);
    }

    /// <summary>Waits until another transaction waits for this one; at once where writes come one after the other.</summary>
    protected virtual Task UntilBlockingAsync(DbTransaction transaction) => Task.CompletedTask;

    /// <summary>Begins work that writes while another transaction is in the middle of it, and gives the work's result.</summary>
    private async Task<T> MeetAsync<T>(string sql, Func<Task<T>> work, Func<DbTransaction, Task>? look = null)
    {
        Task<T> rival = await Database.WriteAsync(
            async t =>
            {
                await t.Connection!.ExecuteAsync(sql, transaction: t);
                Task<T> begun = Task.Run(work);
                await UntilBlockingAsync(t);
                if (look is not null) await look(t);
                return begun;
            },
            CancellationToken.None);
        return await rival;
    }
}
