using BatchProcessing.Jobs;

namespace BatchProcessing.Tests.Jobs;

public sealed class JobOptionsTests
{
    [Fact]
    public void WorkersOf_GoesByTheProcessors_WhenNotSet()
    {
        var options = new JobOptions();

        Assert.Equal(Environment.ProcessorCount, options.WorkersOf(Lane.Critical));
        Assert.Equal(Environment.ProcessorCount + 1, options.WorkersOf(Lane.Batch));
        Assert.Equal(2, options.WorkersOf(Lane.Maintenance));
        Assert.Equal(1, options.WorkersOf(Lane.Training));
    }

    [Theory]
    [InlineData(0.25, 2, 16, 6)] // 6 of 22, where 5 of 21 were too few
    [InlineData(0.25, 9, 16, 9)]
    [InlineData(0.25, 1, 3, 1)] // 1 of 4
    [InlineData(0.5, 1, 7, 7)]
    [InlineData(0, 1, 7, 1)]
    public void WorkersOf_GivesTheBatchLaneItsShare_WhateverIsSet(double share, int batchWorkers, int criticalWorkers, int expected)
    {
        var options = new JobOptions { BatchShare = share, BatchWorkers = batchWorkers, CriticalWorkers = criticalWorkers };

        Assert.Equal(expected, options.WorkersOf(Lane.Batch));
        Assert.Equal(criticalWorkers, options.WorkersOf(Lane.Critical));
    }

    [Theory]
    [InlineData(0, 100, 6)]
    [InlineData(0, 4, 4)]
    [InlineData(0, 0, 1)]
    [InlineData(2, 100, 2)]
    [InlineData(50, 100, 50)]
    public void PumpsFor_IsLimited_ByChunksAndParallelismOrWorkers(int parallelism, int chunks, int expected)
    {
        var options = new JobOptions { BatchWorkers = 6, Parallelism = parallelism };

        Assert.Equal(expected, options.PumpsFor(Lane.Batch, chunks));
    }

    [Theory]
    [InlineData(0, 3, 100, 18)]
    [InlineData(0, 3, 4, 4)]
    [InlineData(2, 3, 100, 2)]
    [InlineData(0, 0, 100, 6)]
    public void PumpsFor_GrowsWithTheNodes_UnlessItIsSet(int parallelism, int nodes, int chunks, int expected)
    {
        var options = new JobOptions { BatchWorkers = 6, Parallelism = parallelism };

        Assert.Equal(expected, options.PumpsFor(Lane.Batch, chunks, nodes));
    }

    [Fact]
    public void Name_TellsJobsApart_ByKindBatchAndSlot()
    {
        Guid batch = Guid.CreateVersion7();
        Job[] jobs =
        [
            Job.Pump(Lane.Batch, batch, 0), Job.Pump(Lane.Batch, batch, 1), Job.FinalizeBatch(Lane.Batch, batch), Job.Sweep,
            Job.TenantPump(Lane.Batch, "a", 0, batch), Job.TenantPump(Lane.Batch, "a", 1, batch), Job.TenantPump(Lane.Batch, "b", 0, batch),
        ];

        Assert.Equal(jobs.Length, jobs.Select(j => j.Name).Distinct().Count());
        Assert.Equal(jobs[0].Name, Job.Pump(Lane.Batch, batch, 0).Name);
        Assert.Equal(jobs[4].Name, Job.TenantPump(Lane.Batch, "a", 0, Guid.CreateVersion7()).Name);
    }
}
