using BatchProcessing.Outages;
using BatchProcessing.Server.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchProcessing.Server.Tests.Hosting;

public sealed class StartRetriesTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Fact]
    public async Task RunAsync_StartsInTheEnd_WhenAnOutageBreaksTheFirstAttempts()
    {
        int attempts = 0;

        await RunAsync(() => ++attempts < 3 ? throw new OutageException(OutageKind.DatabaseAway, "away") : Task.CompletedTask, Long);

        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task RunAsync_Throws_WhenTheOutageLasts()
    {
        var fault = await Assert.ThrowsAsync<IOException>(
            () => RunAsync(() => throw new OutageException(OutageKind.DatabaseAway, "away"), TimeSpan.Zero));

        Assert.Contains("away", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ThrowsAtOnce_WhenTheFaultIsNoOutage()
    {
        int attempts = 0;
        Task Start() => ++attempts > 0 ? throw new InvalidOperationException("wrong setting") : Task.CompletedTask;

        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(Start, Long));

        Assert.Equal(1, attempts);
    }

    private static Task RunAsync(Func<Task> start, TimeSpan limit) =>
        StartRetries.RunAsync(start, TimeSpan.Zero, limit, NullLogger.Instance, CancellationToken.None);
}
