using BatchProcessing.Overview;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>What the home page shows of batches, from the store, so that it is true of all nodes.</summary>
internal static class BatchMetrics
{
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(1);

    /// <summary>Batches that have not ended.</summary>
    public static DashboardMetric ActiveBatches { get; } = Of("batches:active", "Active batches", pulse =>
        new Metric(pulse.ActiveBatches) { Style = pulse.ActiveBatches > 0 ? MetricStyle.Info : MetricStyle.Default });

    /// <summary>Documents a second over the last ten seconds.</summary>
    public static DashboardMetric DocumentsPerSecond { get; } = Of("documents:rate", "Documents/s", pulse =>
    {
        var rate = (long)Math.Round(pulse.DocumentsPerSecond);
        return new Metric(rate) { Style = rate > 0 ? MetricStyle.Success : MetricStyle.Default };
    });

    /// <summary>How long the batch that waits longest for a worker has waited.</summary>
    public static DashboardMetric QueueAge { get; } = Of("batches:age", "Queue age", pulse =>
        new Metric(Durations.Short(pulse.QueueAge)) { Style = pulse.QueueAge > LongWait ? MetricStyle.Warning : MetricStyle.Default });

    /// <summary>Failed documents of active batches and of those that ended in the last hour.</summary>
    public static DashboardMetric FailedDocuments { get; } = Of("documents:failed", "Failed documents (1 h)", pulse =>
        new Metric(pulse.FailedDocuments) { Style = pulse.FailedDocuments > 0 ? MetricStyle.Danger : MetricStyle.Default });

    private static DashboardMetric Of(string name, string title, Func<ServicePulse, Metric> metric) =>
        new(name, title, page => metric(page.Get<ServicePulses>().Latest())) { Url = $"{DashboardSettings.Path}{BatchLinks.List}" };
}
