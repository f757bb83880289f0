using BatchProcessing.Batches;
using BatchProcessing.Telemetry;
using Hangfire.Dashboard;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>What the home page shows of batches, from the store, so that it is true of all nodes.</summary>
internal static class BatchMetrics
{
    /// <summary>Running batches whose rates are summed; far more than run at a time.</summary>
    private const int MostRunning = 200;

    /// <summary>Batches that have not ended.</summary>
    public static DashboardMetric ActiveBatches { get; } = new("batches:active", "Active batches", page =>
    {
        IQueueStore queues = page.Context.GetHttpContext().RequestServices.GetRequiredService<IQueueStore>();
        long active = queues.MeasureAsync(CancellationToken.None).GetAwaiter().GetResult().Sum(d => d.Batches);
        return new Metric(active) { Style = active > 0 ? MetricStyle.Info : MetricStyle.Default };
    })
    { Url = $"{DashboardSettings.Path}{BatchLinks.List}" };

    /// <summary>The rates of all running batches, summed.</summary>
    public static DashboardMetric DocumentsPerSecond { get; } = new("documents:rate", "Documents/s", page =>
    {
        IReadOnlyList<Batch> running = StoreOf(page)
            .ListAllAsync(BatchStatus.Running, before: null, MostRunning, CancellationToken.None).GetAwaiter().GetResult();
        long rate = (long)Math.Round(running.Sum(b => b.DocumentsPerSecond ?? 0));
        return new Metric(rate) { Style = rate > 0 ? MetricStyle.Success : MetricStyle.Default };
    });

    private static IBatchStore StoreOf(RazorPage page) =>
        page.Context.GetHttpContext().RequestServices.GetRequiredService<IBatchStore>();
}
