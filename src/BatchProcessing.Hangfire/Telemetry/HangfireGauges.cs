using System.Diagnostics.Metrics;
using BatchProcessing.Telemetry;
using Hangfire;
using Hangfire.Storage.Monitoring;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Hangfire.Telemetry;

/// <summary>
/// Measures Hangfire's queues, servers and jobs every <see cref="TelemetryOptions.SampleInterval"/>, however often they are
/// asked for, as instruments of the meter <see cref="Name"/>. They are those of the job storage, so every node that shares
/// it shows the same.
/// </summary>
public sealed class HangfireGauges : BackgroundService
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "Hangfire";

    private readonly JobStorage _storage;
    private readonly TelemetryOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<HangfireGauges> _logger;
    private readonly Meter _meter = new(Name);

    private volatile HangfireSample? _sample;

    /// <summary>Makes the instruments; they show nothing before the first measurement.</summary>
    public HangfireGauges(JobStorage storage, IOptions<TelemetryOptions> options, TimeProvider clock, ILogger<HangfireGauges> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_storage, _options, _clock, _logger) = (storage, options.Value, clock, logger);
        ObserveQueues("hangfire.queue.length", "{job}", "Jobs that wait in a queue for a worker", q => q.Length);
        ObserveQueues("hangfire.servers", "{server}", "Servers that take jobs of a queue, one a node and queue", q => q.Servers);
        ObserveQueues("hangfire.workers", "{worker}", "Workers of those servers", q => q.Workers);
        ObserveJobs("hangfire.jobs.processing", "Jobs that are worked on", j => j.Processing);
        ObserveJobs("hangfire.jobs.scheduled", "Jobs that wait for their time", j => j.Scheduled);
        ObserveJobs("hangfire.jobs.failed", "Jobs that failed and are still kept to be looked at", j => j.Failed);
        _meter.CreateObservableCounter("hangfire.jobs.succeeded", () => Observe(j => j.Succeeded), "{job}", "Jobs that succeeded since the job storage was made");
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
                _sample = HangfireSample.Of(_storage.GetMonitoringApi());
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                _sample = null; // an old figure would look like a queue that stands still
                _logger.LogDebug(e, "Hangfire's queues could not be measured");
            }
        }
    }

    private void ObserveQueues(string name, string unit, string what, Func<QueueSample, long> value) => _meter.CreateObservableGauge(
        name, () => (_sample?.Queues ?? []).Select(q => new Measurement<long>(value(q), new KeyValuePair<string, object?>("queue", q.Name))), unit, what);

    private void ObserveJobs(string name, string what, Func<StatisticsDto, long> value) =>
        _meter.CreateObservableGauge(name, () => Observe(value), "{job}", what);

    private IEnumerable<Measurement<long>> Observe(Func<StatisticsDto, long> value) =>
        _sample is { } sample ? [new Measurement<long>(value(sample.Jobs))] : [];
}
