using System.Diagnostics.Metrics;
using BatchProcessing.Telemetry;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Chunks;

/// <summary>
/// Closed while the process holds more memory than it may: then one pump works, and no other starts before memory falls. An
/// idle process gives nothing back by itself, so who finds the gate closed has what is not used given back, at times.
/// </summary>
public sealed class MemoryGate : IDisposable
{
    /// <summary>How often at most memory is given back.</summary>
    public static readonly TimeSpan TrimInterval = TimeSpan.FromSeconds(10);

    private readonly IProcessMemory _memory;
    private readonly long _threshold;
    private readonly TimeProvider _clock;
    private readonly Meter _meter = new(BatchMeter.Name);
    private readonly Lock _trimming = new();
    private long? _lastTrim;
    private int _inside;
    private volatile bool _wasClosed;

    /// <param name="memory">What is measured.</param>
    /// <param name="options">Gives the threshold.</param>
    /// <param name="clock">Measures how long ago memory was given back.</param>
    public MemoryGate(IProcessMemory memory, IOptions<ChunkOptions> options, TimeProvider clock)
    {
        (_memory, _clock, _threshold) = (memory, clock, (long)options.Value.MemoryThresholdMb << 20);
        _meter.CreateObservableGauge(
            "batch_processing.memory.closed", () => IsClosed ? 1 : 0, null, "1 while memory is short and one pump works at a time");
    }

    /// <summary>Whether pumps are kept from working, as the last of them found, and still.</summary>
    public bool IsClosed => _wasClosed && !Fits;

    /// <summary>Whether who entered may take another chunk.</summary>
    public bool LetsGoOn => IsOpen() || Volatile.Read(ref _inside) <= 1;

    private bool Fits => _memory.WorkingSet <= _threshold;

    /// <summary>Lets a pump in: always while the gate is open, and one however closed it is, so that work never ends.</summary>
    /// <returns>What to dispose when the pump steps back; null when it may not enter.</returns>
    public IDisposable? TryEnter()
    {
        bool isOpen = IsOpen();
        int inside = Interlocked.Increment(ref _inside);
        if (isOpen || inside == 1) return new Place(this);
        Interlocked.Decrement(ref _inside);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private bool IsOpen()
    {
        bool isOpen = Fits || (Trim() && Fits);
        if (_wasClosed == isOpen) _wasClosed = !isOpen;
        return isOpen;
    }

    /// <returns>Whether it was time to; another thread may have been first.</returns>
    private bool Trim()
    {
        if (!_trimming.TryEnter()) return false;
        try
        {
            if (_lastTrim is { } last && _clock.GetElapsedTime(last) < TrimInterval) return false;
            _memory.Trim();
            _lastTrim = _clock.GetTimestamp();
            return true;
        }
        finally
        {
            _trimming.Exit();
        }
    }

    private sealed class Place(MemoryGate gate) : IDisposable
    {
        private MemoryGate? _gate = gate;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _gate, null) is { } left) Interlocked.Decrement(ref left._inside);
        }
    }
}
