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

        _clock.Tick();
        _clock.Tick();
        _clock.Tick();

        Assert.Equal(1, _stuck);
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
        return new ChunkDeadline(new ChunkOptions(), _clock, _breadcrumb, _held.Hold(lease), () => _stuck++, stopping);
    }

    /// <summary>A clock whose one timer fires when the test says so.</summary>
    private sealed class TickingClock : TimeProvider
    {
        private Action? _tick;

        public void Tick() => _tick?.Invoke();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _tick = () => callback(state);
            return new Timer();
        }

        // A timer may fire once more while it is being disposed: so does this one.
        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
