using BatchProcessing.Server.Tests.Postgres;
using BatchProcessing.Torture;
using BatchProcessing.Torture.Lives;
using BatchProcessing.Torture.Nodes;

namespace BatchProcessing.Server.Tests.Torture;

/// <summary>Nothing is lost by two nodes over one database, all of them killed again and again.</summary>
[RequiresFaultPoints]
[RequiresPostgres]
public sealed class PostgresTortureTests
{
    private const int Kills = 15;
    private const int Restarts = 3;

    [Fact]
    public async Task Service_LosesNothing_WhenNodesAndDatabaseAreKilled()
    {
        TortureReport report = await TortureRun.RunAsync(
            new TortureOptions
            {
                Server = new FileInfo(typeof(Program).Assembly.Location),
                Store = TortureStore.Postgres,
                Nodes = 2,
                DatabaseRestarts = Restarts,
                IsOperated = true,
                Lives = new RandomLives(Kills, seed: 1, NodeSettings.Lease),
            },
            CancellationToken.None);

        Assert.Equal("", string.Join('\n', report.ViolationTexts));
        Assert.True(report.Kills >= Kills, $"{report.Kills} kills");
        Assert.Equal(Restarts, report.DatabaseRestarts);
    }
}
