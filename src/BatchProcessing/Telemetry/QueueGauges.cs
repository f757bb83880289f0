using System.Diagnostics.Metrics;
using BatchProcessing.Batches;
using BatchProcessing.Jobs;
using BatchProcessing.Outages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Telemetry;

/// <summary>
/// Measures the queues every <see cref="TelemetryOptions.SampleInterval"/>, as gauges of the meter
/// <see cref="BatchMeter.Name"/>. They are those of the store, so every node shows the same.
/// </summary>
public sealed class QueueGauges : BackgroundService
{
    private readonly IQueueStore _store;
    private readonly TelemetryOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<QueueGauges> _logger;
    private readonly Meter _meter = new(BatchMeter.Name);

    private volatile IReadOnlyList<QueueDepth> _depths = [];

    /// <summary>Makes the gauges; they show nothing before the first measurement.</summary>
    public QueueGauges(IQueueStore store, IOptions<TelemetryOptions> options, TimeProvider clock, ILogger<QueueGauges> logger)
    {
        (_store, _options, _clock, _logger) = (store, options.Value, clock, logger);
        _meter.CreateObservableGauge(
            "batch_processing.batches.active", () => Observe(static d => d.Batches), "{batch}", "Batches that have not ended, by lane and status");
        _meter.CreateObservableGauge(
            "batch_processing.documents.open", () => Observe(static d => d.OpenDocuments), "{document}",
            "Documents without an outcome, by lane and status of their batch");
        _meter.CreateObservableGauge(
            "batch_processing.queue.age", ObserveAge, "s", "How long the batch that waits longest for its first chunk has waited, by lane");
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.SampleInterval, _clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                _depths = await _store.MeasureAsync(stoppingToken);
            }
            catch (Exception e) when (e is OutageException or System.Data.Common.DbException or IOException)
            {
                _logger.LogDebug(e, "The queues could not be measured");
            }
        }
    }

    private IEnumerable<Measurement<long>> Observe(Func<QueueDepth, long> value) =>
        _depths.Select(d => new Measurement<long>(value(d), LaneOf(d.Lane), new("status", d.Status.ToWire())));

    private IEnumerable<Measurement<double>> ObserveAge() =>
        from lane in new[] { Lane.Critical, Lane.Batch }
        let waiting = _depths.FirstOrDefault(d => d.Lane == lane && d.Status == BatchStatus.Queued)
        let age = waiting is null ? 0 : Math.Max(0, (_clock.GetUtcNow() - waiting.OldestChange).TotalSeconds)
        select new Measurement<double>(age, LaneOf(lane));

    private static KeyValuePair<string, object?> LaneOf(Lane lane) => new("lane", lane == Lane.Critical ? "critical" : "batch");
}
