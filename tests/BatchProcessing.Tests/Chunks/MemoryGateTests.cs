using System.Diagnostics.Metrics;
using BatchProcessing.Chunks;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Tests.Chunks;

public sealed class MemoryGateTests : IDisposable
{
    private const long Threshold = 100L << 20;

    private readonly HeldMemory _memory = new();
    private readonly SteppedClock _clock = new();
    private readonly MemoryGate _gate;

    public MemoryGateTests() =>
        _gate = new MemoryGate(_memory, Options.Create(new ChunkOptions { MemoryThresholdMb = 100 }), _clock);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public void TryEnter_LetsEverybodyInAndTrimsNothing_WhenMemorySuffices()
    {
        _memory.Used = Threshold;

        for (int i = 0; i < 3; i++) Assert.NotNull(_gate.TryEnter());

        Assert.True(_gate.LetsGoOn);
        Assert.Equal((false, 0), (_gate.IsClosed, _memory.Trims));
    }

    [Fact]
    public void TryEnter_LetsEverybodyIn_WhenTheExcessIsGarbage()
    {
        (_memory.Used, _memory.Garbage) = (Threshold, 1);

        for (int i = 0; i < 3; i++) Assert.NotNull(_gate.TryEnter());

        Assert.Equal((false, 1), (_gate.IsClosed, _memory.Trims));
    }

    [Fact]
    public void TryEnter_LetsOneInAtATime_WhenTheExcessIsInUse()
    {
        _memory.Used = Threshold + 1;

        using (_gate.TryEnter())
        {
            Assert.Null(_gate.TryEnter());
            Assert.True(_gate.LetsGoOn);
            Assert.True(_gate.IsClosed);
        }

        Assert.NotNull(_gate.TryEnter());
    }

    [Fact]
    public void LetsGoOn_SendsAllButOneBack_WhenMemoryGrowsMeanwhile()
    {
        IDisposable first = _gate.TryEnter()!;
        using IDisposable second = _gate.TryEnter()!;
        _memory.Used = Threshold + 1;

        Assert.False(_gate.LetsGoOn);
        first.Dispose();
        first.Dispose();

        Assert.True(_gate.LetsGoOn);
        Assert.Null(_gate.TryEnter());
    }

    [Fact]
    public void LetsGoOn_TrimsOnceAnInterval_WhenItIsAskedAChunk()
    {
        _memory.Used = Threshold + 1;
        for (int i = 0; i < 100; i++) _ = _gate.LetsGoOn;
        Assert.Equal(1, _memory.Trims);

        _clock.Advance(MemoryGate.TrimInterval);
        for (int i = 0; i < 100; i++) _ = _gate.LetsGoOn;

        Assert.Equal(2, _memory.Trims);
    }

    [Fact]
    public void IsClosed_IsFalseAgainAndTrimsNothing_WhenMemoryFallsWhileNobodyWorks()
    {
        _memory.Used = Threshold + 1;
        _gate.TryEnter()!.Dispose();
        Assert.True(_gate.IsClosed);

        _memory.Used = Threshold;

        Assert.Equal((false, 1), (_gate.IsClosed, _memory.Trims));
    }

    [Fact]
    public void Gauge_IsOne_WhenTheGateIsClosed()
    {
        _memory.Used = Threshold + 1;
        _gate.TryEnter()!.Dispose();
        List<int> seen = [];
        using var listener = new MeterListener();
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => seen.Add(value));
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "batch_processing.memory.closed") l.EnableMeasurementEvents(instrument);
        };
        listener.Start();

        listener.RecordObservableInstruments();

        Assert.Equal([1], seen);
    }

    private sealed class HeldMemory : IProcessMemory
    {
        public long Used { get; set; }

        public long Garbage { get; set; }

        public int Trims { get; private set; }

        public long WorkingSet => Used + Garbage;

        public void Trim() => (Garbage, Trims) = (0, Trims + 1);
    }

    private sealed class SteppedClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
