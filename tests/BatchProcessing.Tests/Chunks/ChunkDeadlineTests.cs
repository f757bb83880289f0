using BatchProcessing.Chunks;
using BatchProcessing.Suspects;

namespace BatchProcessing.Tests.Chunks;

public sealed class ChunkDeadlineTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Breadcrumbs _crumbs;
    private readonly Breadcrumb _breadcrumb;
    private readonly TickingClock _clock = new();
    private readonly HeldLeases _held = new();
    private readonly ChunkOptions _options = new() { Timeout = TimeSpan.FromSeconds(50) };
    private int _stuck;

    public ChunkDeadlineTests()
    {
        _crumbs = new Breadcrumbs(_folder["breadcrumbs"]);
        _crumbs.Begin();
        _breadcrumb = _crumbs.Follow(Guid.CreateVersion7(), 100, 1);
    }

    [Fact]
    public void Token_IsCancelled_AndTheLeaseHeldNoMore_WhenTheTimeIsUp()
    {
        using ChunkDeadline deadline = Begin();
        _breadcrumb.AtLine(5);
        Assert.Null(deadline.Place);
        Assert.Single(_held.Snapshot());

        _clock.Tick();
        _breadcrumb.AtLine(6);

        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.Equal(105, deadline.Place);
        Assert.Empty(_held.Snapshot());
        Assert.Equal(0, _stuck);
    }

    [Fact]
    public void OnStuck_IsCalledOnce_WhenTheWorkDoesNotStop()
    {
        using ChunkDeadline deadline = Begin();
        _breadcrumb.AtLine(5);

        _clock.Tick();
        _clock.Tick();
        _clock.Tick();

        Assert.Equal(1, _stuck);
    }

    [Fact]
    public void OnStuck_IsNotCalled_WhileTheBlobStoreDoesNotAnswer()
    {
        using ChunkDeadline deadline = Begin();

        _clock.Tick();
        _clock.Tick();
        _clock.Tick();
        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.Equal(Breadcrumb.Outside, deadline.Place);
        Assert.Empty(_held.Snapshot());
        _breadcrumb.AtLine(0);
        _clock.Tick();
        Assert.Equal(0, _stuck);
        _clock.Tick();

        Assert.Equal(1, _stuck);
    }

    [Fact]
    public void Token_IsCancelledAPeriodLater_WhenTheResultIsBeingWritten()
    {
        using ChunkDeadline deadline = Begin();
        _breadcrumb.AtLine(5);
        _breadcrumb.At(Breadcrumb.Outside);

        _clock.Tick();
        Assert.Null(deadline.Place);
        Assert.False(deadline.Token.IsCancellationRequested);
        Assert.Single(_held.Snapshot());
        Assert.Equal(_options.Timeout, _clock.Due);
        _clock.Tick();

        Assert.Equal(Breadcrumb.Outside, deadline.Place);
        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.Empty(_held.Snapshot());
    }

    [Fact]
    public void Nothing_Happens_WhenTheWorkWasDoneInTime()
    {
        Begin().Dispose();

        _clock.Tick();
        _clock.Tick();

        Assert.Equal(0, _stuck);
        Assert.Single(_held.Snapshot());
    }

    [Fact]
    public void Token_IsCancelled_WhenTheServiceStops_WithoutATimeout()
    {
        using var stopping = new CancellationTokenSource();
        using ChunkDeadline deadline = Begin(stopping.Token);

        stopping.Cancel();

        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.Null(deadline.Place);
    }

    public void Dispose()
    {
        _breadcrumb.Dispose();
        _crumbs.Dispose();
        _folder.Dispose();
    }

    private ChunkDeadline Begin(CancellationToken stopping = default)
    {
        var chunk = new Chunk { FirstOrdinal = 100, DocumentCount = 10, InputBlob = "b/in/100", InputLength = 10 };
        var lease = new ChunkLease { BatchId = Guid.CreateVersion7(), Run = 1, Chunk = chunk, Fence = 1, Attempt = 1 };
        return new ChunkDeadline(_options, _clock, _breadcrumb, _held.Hold(lease), () => _stuck++, stopping);
    }

    /// <summary>A clock whose one timer fires when the test says so.</summary>
    private sealed class TickingClock : TimeProvider
    {
        private Action? _tick;

        /// <summary>When the timer was last told to fire.</summary>
        public TimeSpan? Due { get; private set; }

        public void Tick() => _tick?.Invoke();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _tick = () => callback(state);
            return new Timer(this);
        }

        // A timer may fire once more while it is being disposed: so does this one.
        private sealed class Timer(TickingClock clock) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                clock.Due = dueTime;
                return true;
            }

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
