using BatchProcessing.Models;

namespace BatchProcessing.Tests.Models;

public sealed class RecentlyUsedTests
{
    private readonly RecentlyUsed<int, string> _kept = new(2);
    private int _made;

    [Fact]
    public async Task GetOrMakeAsync_ForgetsWhatWasAskedForLongestAgo_WhenThereAreTooMany()
    {
        await AskAsync(1);
        await AskAsync(2);
        await AskAsync(1);
        await AskAsync(3);
        Assert.Equal(3, _made);

        await AskAsync(1);
        Assert.Equal(3, _made);
        await AskAsync(2);

        Assert.Equal(4, _made);
        Assert.Equal(2, _kept.Count);
    }

    [Fact]
    public async Task GetOrMakeAsync_MakesOnce_WhenManyAskAtATime()
    {
        string[] made = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => AskAsync(7))));

        Assert.All(made, m => Assert.Same(made[0], m));
        Assert.Equal(1, _made);
    }

    [Fact]
    public async Task GetOrMakeAsync_TriesAgain_WhenItCouldNotBeMade()
    {
        await Assert.ThrowsAsync<IOException>(() => _kept.GetOrMakeAsync(1, () => throw new IOException("away")));
        await Assert.ThrowsAsync<IOException>(() => _kept.GetOrMakeAsync(1, () => Task.FromException<string>(new IOException("away"))));

        Assert.Equal("1", await AskAsync(1));
        Assert.Equal(1, _kept.Count);
    }

    private Task<string> AskAsync(int key) => _kept.GetOrMakeAsync(key, async () =>
    {
        Interlocked.Increment(ref _made);
        await Task.Yield();
        return $"{key}";
    });
}
