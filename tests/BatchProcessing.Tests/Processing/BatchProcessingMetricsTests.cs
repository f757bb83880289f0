using BatchProcessing.Processing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BatchProcessing.Tests.Processing;

public sealed class BatchProcessingMetricsTests : IDisposable
{
    private readonly SkippingClock _clock = new();
    private readonly BatchProcessingMetrics _metrics;

    public BatchProcessingMetricsTests() => _metrics = new BatchProcessingMetrics(_clock);

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task LastHour_SumsItemsFailuresAndRetries_OfAProcessor()
    {
        var failures = 1;
        var processor = Processors.Doubling(
            item => failures-- > 0 ? new IOException("busy") : item == 3 ? new FormatException("no") : null,
            clock: _clock,
            metrics: _metrics);

        await processor.ProcessBatchAsync([1, 2, 3, 4]);

        var sum = Assert.Single(_metrics.LastHour());
        Assert.Equal(("doubling", 1, 3, 1, 1), (sum.Processor, sum.Chunks, sum.Succeeded, sum.Failed, sum.Retries));
        Assert.Equal(0.75, sum.SuccessRate);
        // The skipped wait before the retry is the only time that passed.
        Assert.Equal(_clock.Waits.Single(), sum.Duration);
        Assert.Equal(4 / sum.Duration.TotalSeconds, sum.ThroughputPerSecond, 6);
    }

    [Fact]
    public async Task LastHour_IsEmpty_WhenMetricsAreOff()
    {
        var processor = Processors.Doubling(
            options: new BatchProcessorOptions { EnableMetrics = false }, clock: _clock, metrics: _metrics);

        await processor.ProcessBatchAsync([1]);

        Assert.Empty(_metrics.LastHour());
    }

    [Fact]
    public void LastHour_ForgetsAMinute_WhenAnHourHasPassed()
    {
        _metrics.RecordChunk("p", 10, 0, TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromMinutes(59));
        _metrics.RecordChunk("p", 5, 0, TimeSpan.FromSeconds(1));

        Assert.Equal(15, _metrics.LastHour().Single().Items);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(5, _metrics.LastHour().Single().Items);
        _clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, _metrics.LastHour().Single().Items);
    }

    [Fact]
    public void LastHour_LosesNothing_WhenManyThreadsRecord()
    {
        Parallel.For(0, 10_000, _ => _metrics.RecordChunk("p", 2, 1, TimeSpan.FromTicks(1)));

        var sum = _metrics.LastHour().Single();
        Assert.Equal((10_000, 20_000, 10_000), (sum.Chunks, sum.Succeeded, sum.Failed));
    }

    [Fact]
    public void LastHour_CountsTheRestTogether_WhenThereAreTooManyNames()
    {
        for (var i = 0; i < BatchProcessingMetrics.MaxProcessors + 50; i++)
            _metrics.RecordChunk($"p{i}", 1, 0, TimeSpan.Zero);

        var sums = _metrics.LastHour();
        Assert.Equal(BatchProcessingMetrics.MaxProcessors + 1, sums.Count);
        Assert.Equal(50, sums.Single(static sum => sum.Processor == BatchProcessingMetrics.OtherProcessors).Items);
    }

    [Theory]
    [InlineData(90, 10, HealthStatus.Healthy)]
    [InlineData(89, 11, HealthStatus.Degraded)]
    [InlineData(0, BatchProcessingHealthCheck.LeastItems, HealthStatus.Degraded)]
    [InlineData(0, BatchProcessingHealthCheck.LeastItems - 1, HealthStatus.Healthy)]
    public async Task CheckHealth_JudgesTheSuccessRate_WhenThereAreEnoughItems(int succeeded, int failed, HealthStatus expected)
    {
        _metrics.RecordChunk("fine", 1000, 0, TimeSpan.Zero);
        _metrics.RecordChunk("judged", succeeded, failed, TimeSpan.Zero);

        var health = await new BatchProcessingHealthCheck(_metrics).CheckHealthAsync(new HealthCheckContext());

        Assert.Equal(expected, health.Status);
        Assert.Equal(["fine", "judged"], health.Data.Keys.Order());
        if (expected == HealthStatus.Degraded)
            Assert.Contains("judged", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckHealth_Recovers_WhenTheFailuresAreAnHourOld()
    {
        _metrics.RecordChunk("p", 0, 100, TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromHours(1));

        var health = await new BatchProcessingHealthCheck(_metrics).CheckHealthAsync(new HealthCheckContext());

        Assert.Equal(HealthStatus.Healthy, health.Status);
    }
}
