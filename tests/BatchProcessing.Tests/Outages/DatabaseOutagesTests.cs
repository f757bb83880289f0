using BatchProcessing.Chunks;
using BatchProcessing.Outages;
using BatchProcessing.Tests.Processing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Tests.Outages;

public sealed class DatabaseOutagesTests
{
    private readonly SkippingClock _clock = new();
    private readonly DatabaseOutages _outages;

    public DatabaseOutagesTests() => _outages = new DatabaseOutages(
        Options.Create(new ChunkOptions { Heartbeat = TimeSpan.FromMinutes(10) }), _clock, NullLogger<DatabaseOutages>.Instance);

    [Fact]
    public async Task WaitOutAsync_RepeatsTheWork_UntilTheOutageIsOver()
    {
        int calls = 0;

        int result = await _outages.WaitOutAsync(() => ++calls < 20 ? throw Away() : Task.FromResult(calls), CancellationToken.None);

        Assert.Equal(20, result);
        Assert.Equal(18, _clock.Waits.Count);
        Assert.All(_clock.Waits, w => Assert.InRange(w, TimeSpan.Zero, TimeSpan.FromSeconds(5)));
        Assert.True(_outages.IsRecent);
    }

    [Fact]
    public async Task WaitOutAsync_PassesAnyOtherFaultOn_AtOnce()
    {
        await Assert.ThrowsAsync<FileNotFoundException>(
            () => _outages.WaitOutAsync<int>(() => throw new FileNotFoundException(), CancellationToken.None));

        Assert.Empty(_clock.Waits);
        Assert.False(_outages.IsRecent);
    }

    [Fact]
    public async Task WaitOutAsync_TriesOnce_WhenTheServiceIsStopping()
    {
        var stopped = new CancellationToken(canceled: true);

        Assert.Equal(7, await _outages.WaitOutAsync(() => Task.FromResult(7), stopped));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _outages.WaitOutAsync<int>(() => throw Away(), stopped));
    }

    [Fact]
    public void IsRecent_LastsForTwoHeartbeats()
    {
        _outages.Note(Away());
        _clock.Advance(TimeSpan.FromMinutes(19));
        Assert.True(_outages.IsRecent);

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.False(_outages.IsRecent);
    }

    private static OutageException Away() => new(OutageKind.DatabaseAway, "no route");
}
