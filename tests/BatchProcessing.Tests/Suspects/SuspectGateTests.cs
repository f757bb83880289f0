using BatchProcessing.Suspects;

namespace BatchProcessing.Tests.Suspects;

public sealed class SuspectGateTests : IDisposable
{
    private readonly SuspectGate _gate = new();

    [Fact]
    public async Task EnterAsync_LetsChunksInSideBySide()
    {
        using IDisposable one = await EnterAsync(alone: false);
        using IDisposable two = await EnterAsync(alone: false);

        Assert.NotSame(one, two);
    }

    [Fact]
    public async Task EnterAsync_KeepsASuspectOut_UntilEveryChunkHasLeft()
    {
        IDisposable one = await EnterAsync(alone: false);
        IDisposable two = await EnterAsync(alone: false);
        Task<IDisposable> suspect = EnterAsync(alone: true);

        one.Dispose();
        Assert.False(suspect.IsCompleted);
        two.Dispose();

        (await suspect).Dispose();
    }

    [Fact]
    public async Task EnterAsync_KeepsChunksAndSuspectsOut_WhileASuspectIsInOrWaits()
    {
        IDisposable chunk = await EnterAsync(alone: false);
        Task<IDisposable> suspect = EnterAsync(alone: true);
        Task<IDisposable> later = EnterAsync(alone: false);
        Task<IDisposable> another = EnterAsync(alone: true);
        Assert.False(later.IsCompleted);

        chunk.Dispose();
        IDisposable inside = await suspect;
        Assert.False(later.IsCompleted || another.IsCompleted);
        inside.Dispose();

        (await later).Dispose();
        (await another).Dispose();
    }

    [Fact]
    public async Task EnterAsync_LetsOthersIn_WhenAWaitingSuspectGivesUp()
    {
        using IDisposable chunk = await EnterAsync(alone: false);
        using var stop = new CancellationTokenSource();
        Task<IDisposable> suspect = _gate.EnterAsync(alone: true, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => suspect);
        using IDisposable next = await EnterAsync(alone: false);
    }

    public void Dispose() => _gate.Dispose();

    private Task<IDisposable> EnterAsync(bool alone) => _gate.EnterAsync(alone, CancellationToken.None);
}
