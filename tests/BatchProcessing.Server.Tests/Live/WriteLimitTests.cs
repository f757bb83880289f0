using BatchProcessing.Server.Api.Events;

namespace BatchProcessing.Server.Tests.Live;

public sealed class WriteLimitTests
{
    [Fact]
    public async Task WithWriteLimit_Aborts_WhenAnItemIsNotTaken()
    {
        var aborted = new TaskCompletionSource();
        await using IAsyncEnumerator<int> items = Items().WithWriteLimit(
            TimeSpan.FromMilliseconds(10), aborted.SetResult, TimeProvider.System, CancellationToken.None).GetAsyncEnumerator();

        Assert.True(await items.MoveNextAsync());

        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task WithWriteLimit_GivesEverything_WhenItemsAreTaken()
    {
        bool isAborted = false;
        List<int> taken = [];
        await foreach (int item in Items().WithWriteLimit(
            TimeSpan.FromMinutes(1), () => isAborted = true, TimeProvider.System, CancellationToken.None)) taken.Add(item);

        Assert.Equal([1, 2, 3], taken);
        Assert.False(isAborted);
    }

    private static async IAsyncEnumerable<int> Items()
    {
        for (int i = 1; i <= 3; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }
}
