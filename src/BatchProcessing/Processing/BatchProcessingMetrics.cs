using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace BatchProcessing.Processing;

/// <summary>
/// Counts what processors do: as instruments of the meter <see cref="MeterName"/>, and as sums of the last hour for the
/// health check. Safe for concurrent use; memory is bounded by <see cref="MaxProcessors"/>.
/// </summary>
public sealed class BatchProcessingMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "BatchProcessing.Processing";

    /// <summary>Names counted apart; the processors beyond are counted together as <see cref="OtherProcessors"/>.</summary>
    public const int MaxProcessors = 256;

    /// <summary>The name under which processors beyond <see cref="MaxProcessors"/> are counted.</summary>
    public const string OtherProcessors = "other";

    private readonly ConcurrentDictionary<string, MinuteBuckets> _processors = new(StringComparer.Ordinal);
    private readonly TimeProvider _timeProvider;
    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _items;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _chunkDuration;

    /// <summary>Starts with empty sums.</summary>
    /// <param name="timeProvider">The clock that says which minute it is.</param>
    public BatchProcessingMetrics(TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        _timeProvider = timeProvider;
        _items = _meter.CreateCounter<long>("batch_processing.items", "{item}", "Items that ended, by processor and outcome");
        _retries = _meter.CreateCounter<long>("batch_processing.retries", "{retry}", "Retries of transient errors");
        _chunkDuration = _meter.CreateHistogram(
            "batch_processing.chunk.duration", "s", "Time to process a chunk", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] });
    }

    /// <summary>Counts a chunk that ended.</summary>
    /// <param name="processor">The processor's name.</param>
    /// <param name="succeeded">Its items that succeeded.</param>
    /// <param name="failed">Its items that failed.</param>
    /// <param name="duration">The time it took.</param>
    public void RecordChunk(string processor, int succeeded, int failed, TimeSpan duration)
    {
        BucketsOf(ref processor).Add(_timeProvider.GetUtcNow(), 1, succeeded, failed, 0, duration);
        var name = new KeyValuePair<string, object?>("processor", processor);
        if (succeeded > 0)
            _items.Add(succeeded, name, new("outcome", "succeeded"));
        if (failed > 0)
            _items.Add(failed, name, new("outcome", "failed"));
        _chunkDuration.Record(duration.TotalSeconds, name);
    }

    /// <summary>Counts a retry of a transient error.</summary>
    /// <param name="processor">The processor's name.</param>
    public void RecordRetry(string processor)
    {
        BucketsOf(ref processor).Add(_timeProvider.GetUtcNow(), 0, 0, 0, 1, TimeSpan.Zero);
        _retries.Add(1, new KeyValuePair<string, object?>("processor", processor));
    }

    /// <summary>The last hour (this minute and the 59 before it) of every processor, by name.</summary>
    public IReadOnlyList<ProcessorMetrics> LastHour()
    {
        var now = _timeProvider.GetUtcNow();
        return [.. _processors.OrderBy(static entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value.Sum(now))];
    }

    /// <summary>Ends the meter.</summary>
    public void Dispose() => _meter.Dispose();

    private MinuteBuckets BucketsOf(ref string processor)
    {
        if (_processors.TryGetValue(processor, out var buckets))
            return buckets;
        // Racing newcomers may pass the limit by a few; the bound is on memory, not exact.
        if (_processors.Count >= MaxProcessors)
            processor = OtherProcessors;
        return _processors.GetOrAdd(processor, static name => new MinuteBuckets(name));
    }
}
