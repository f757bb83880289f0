using BatchProcessing.Faults;
using BatchProcessing.Torture;
using BatchProcessing.Torture.Lives;
using BatchProcessing.Torture.Nodes;

namespace BatchProcessing.Server.Tests.Torture;

/// <summary>Nothing is lost by one node, killed again and again. The long version: <c>torture</c> of the benchmarks.</summary>
[RequiresFaultPoints]
public sealed class SqliteTortureTests
{
    private const int Kills = 15;

    [Fact]
    public async Task Service_LosesNothing_WhenItsOneNodeIsKilledFifteenTimes()
    {
        TortureReport report = await TortureRun.RunAsync(
            new TortureOptions
            {
                Server = new FileInfo(typeof(Program).Assembly.Location),
                IsOperated = true,
                Lives = new RandomLives(Kills, seed: 1, NodeSettings.Lease),
            },
            CancellationToken.None);

        Assert.Equal("", string.Join('\n', report.ViolationTexts));
        Assert.True(report.Kills >= Kills, $"{report.Kills} kills");
    }

    [Fact]
    public async Task Service_TellsAgainUnderTheSameId_WhenItDiesBeforeTheMark()
    {
        TortureReport report = await TortureRun.RunAsync(
            new TortureOptions
            {
                Server = new FileInfo(typeof(Program).Assembly.Location),
                Lives = new ListedLives(new Life { KillAt = $"{FaultPoint.AfterWebhookSent}:3", Span = TimeSpan.FromMinutes(2) }),
            },
            CancellationToken.None);

        Assert.Equal("", string.Join('\n', report.ViolationTexts));
        Assert.Equal(1, report.Hits[FaultPoint.AfterWebhookSent]);
        Assert.True(report.MessagesTakenAgain >= 1, $"{report.MessagesTakenAgain} of {report.MessagesTaken} messages again");
    }
}
