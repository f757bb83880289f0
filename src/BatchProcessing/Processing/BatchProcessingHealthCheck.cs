using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BatchProcessing.Processing;

/// <summary>Degraded when a processor failed more than a tenth of its items in the last hour.</summary>
/// <param name="metrics">Where the processors are counted.</param>
public sealed class BatchProcessingHealthCheck(BatchProcessingMetrics metrics) : IHealthCheck
{
    /// <summary>The share of items, 0 to 1, below which a processor is degraded.</summary>
    public const double LeastSuccessRate = 0.9;

    /// <summary>Items in the last hour below which a processor is not judged: too few to tell a fault from chance.</summary>
    public const int LeastItems = 50;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var processors = metrics.LastHour();
        var data = processors.ToDictionary(
            static processor => processor.Processor, static processor => (object)processor, StringComparer.Ordinal);
        var degraded = processors
            .Where(static processor => processor.Items >= LeastItems && processor.SuccessRate < LeastSuccessRate)
            .Select(static processor => string.Create(
                CultureInfo.InvariantCulture,
                $"{processor.Processor} succeeded with {processor.SuccessRate:P1} of {processor.Items} items"))
            .ToList();
        return Task.FromResult(degraded.Count == 0
            ? HealthCheckResult.Healthy("Every processor succeeds with at least 90 % of its items.", data)
            : HealthCheckResult.Degraded($"In the last hour {string.Join("; ", degraded)}.", null, data));
    }
}
