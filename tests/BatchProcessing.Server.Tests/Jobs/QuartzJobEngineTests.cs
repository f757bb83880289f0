using BatchProcessing.Batches;
using BatchProcessing.Jobs;
using BatchProcessing.Server.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Server.Tests.Jobs;

[Collection(SharedService.Name)]
public sealed class QuartzJobEngineTests(ServiceHost service)
{
    private readonly IBatchStore _store = service.Services.GetRequiredService<IBatchStore>();
    private readonly IJobEngine _engine = service.Services.GetRequiredService<IJobEngine>();

    [Fact]
    public async Task EnqueueAsync_RunsTheJobNow_WhenTheSameWaitsForLater()
    {
        Batch batch = await _store.SealBatchAsync(TimeProvider.System, chunks: 0);
        Job job = Job.FinalizeBatch(Lane.Batch, batch.Id);

        await _engine.EnqueueAsync(job, TimeSpan.FromMinutes(10), CancellationToken.None);
        await _engine.EnqueueAsync(job, TimeSpan.Zero, CancellationToken.None);

        await service.WaitForEndAsync(batch.Id);
    }

    [Fact]
    public async Task EnqueueAsync_RunsTheJobLater_WhenItHasADelay()
    {
        Batch batch = await _store.SealBatchAsync(TimeProvider.System, chunks: 0);

        await _engine.EnqueueAsync(Job.FinalizeBatch(Lane.Batch, batch.Id), TimeSpan.FromMilliseconds(20), CancellationToken.None);

        await service.WaitForEndAsync(batch.Id);
    }

    [Theory]
    [InlineData(Lane.Critical)]
    [InlineData(Lane.Batch)]
    [InlineData(Lane.Maintenance)]
    public async Task EnqueueAsync_RunsTheJob_InEveryLane(Lane lane)
    {
        Batch batch = await _store.SealBatchAsync(TimeProvider.System, chunks: 0);

        for (int i = 0; i < 5; i++) await _engine.EnqueueAsync(new Job(JobKind.FinalizeBatch, lane, batch.Id), TimeSpan.Zero, CancellationToken.None);

        await service.WaitForEndAsync(batch.Id);
    }
}
