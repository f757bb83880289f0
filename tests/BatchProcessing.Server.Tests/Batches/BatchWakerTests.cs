using BatchProcessing.Batches;
using BatchProcessing.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Tests.Batches;

public sealed class BatchWakerTests
{
    private readonly RecordedJobs _engine = new();
    private readonly BatchWaker _waker;

    public BatchWakerTests() =>
        _waker = new BatchWaker(_engine, Options.Create(new JobOptions { BatchWorkers = 3, CriticalWorkers = 2 }), NullLogger<BatchWaker>.Instance);

    [Fact]
    public async Task WakeAsync_GivesATenantSoManyPumps_HoweverManyBatchesItHas()
    {
        ActiveBatch[] many = [.. Enumerable.Range(0, 100).Select(_ => Running("greedy", Lane.Batch, chunks: 50))];

        await _waker.WakeAsync([.. many, Running("modest", Lane.Batch, chunks: 1), Running("vip", Lane.Critical, chunks: 9)], CancellationToken.None);

        Assert.Equal(["Pump:greedy:0", "Pump:greedy:1", "Pump:greedy:2", "Pump:modest:0", "Pump:vip:0", "Pump:vip:1"], _engine.Jobs.Select(j => j.Name).Order());
        Assert.Equal([Lane.Critical, Lane.Critical], _engine.Jobs.Where(j => j.TenantId == "vip").Select(j => j.Lane));
    }

    [Fact]
    public async Task WakeAsync_CountsTheChunks_OfAllBatchesOfATenant()
    {
        await _waker.WakeAsync([Running("a", Lane.Batch, 1), Running("a", Lane.Batch, 1), Running("a", Lane.Critical, 1)], CancellationToken.None);

        Assert.Equal(2, _engine.Jobs.Count(j => j is { TenantId: "a", Lane: Lane.Batch }));
        Assert.Single(_engine.Jobs, j => j is { TenantId: "a", Lane: Lane.Critical });
    }

    [Fact]
    public async Task WakeAsync_EndsBatches_AndLeavesAloneWhatHasNothingToDo()
    {
        ActiveBatch ending = Running("a", Lane.Batch, 0) with { Status = BatchStatus.Finalizing };
        ActiveBatch cancelling = Running("a", Lane.Batch, 5) with { Status = BatchStatus.Cancelling };

        await _waker.WakeAsync([ending, cancelling, Running("a", Lane.Batch, 0)], CancellationToken.None);

        Assert.Equal([Job.FinalizeBatch(Lane.Batch, ending.Id), Job.FinalizeBatch(Lane.Batch, cancelling.Id)], _engine.Jobs);
    }

    private static ActiveBatch Running(string tenant, Lane lane, int chunks) => new(Guid.CreateVersion7(), tenant, lane, BatchStatus.Running, chunks);
}
