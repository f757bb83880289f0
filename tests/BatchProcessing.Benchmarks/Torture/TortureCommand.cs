using System.CommandLine;
using System.Text.Json;
using BatchProcessing.Faults;
using BatchProcessing.Torture;
using BatchProcessing.Torture.Lives;
using BatchProcessing.Torture.Nodes;

namespace BatchProcessing.Benchmarks.Torture;

/// <summary>The command line of the torture run: progress goes to standard error, one JSON line to standard output.</summary>
internal static class TortureCommand
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Create()
    {
        var store = new Option<TortureStore>("--store") { Description = "The database under the nodes", DefaultValueFactory = _ => TortureStore.Sqlite };
        var nodes = new Option<int>("--nodes") { Description = "Server processes", DefaultValueFactory = _ => 1 };
        var kills = new Option<int>("--kills") { Description = "Processes to kill", DefaultValueFactory = _ => 100 };
        var restarts = new Option<int?>("--restarts") { Description = "Immediate restarts of PostgreSQL; a fifth of the kills by default" };
        var flushes = new Option<int>("--redis-flushes") { Description = "Times that the queues, then on Redis, are emptied" };
        var seed = new Option<int>("--seed") { Description = "Chooses uploads and faults", DefaultValueFactory = _ => 1 };
        var server = new Option<FileInfo>("--server") { Description = "Debug build of the server; made from the repository by default" };
        var rule = new Option<string>("--break") { Description = "Break a rule on purpose: the run must then find violations" };
        rule.AcceptOnlyFromAmong([.. BrokenRule.All]);
        var keep = new Option<bool>("--keep") { Description = "Keep the files of the run" };
        var command = new Command("torture", "Kills server processes while a client uploads, and checks that nothing is lost.")
        {
            store, nodes, kills, restarts, flushes, seed, rule, server, keep,
        };
        command.SetAction(async (parsed, cancellationToken) => await RunAsync(
            new TortureOptions
            {
                Server = parsed.GetValue(server) ?? await DebugServer.BuildAsync(cancellationToken),
                Store = parsed.GetValue(store),
                Nodes = parsed.GetValue(nodes),
                IsOperated = true,
                Lives = new RandomLives(parsed.GetValue(kills), parsed.GetValue(seed), NodeSettings.Lease),
                DatabaseRestarts = parsed.GetValue(restarts)
                    ?? (parsed.GetValue(store) == TortureStore.Postgres ? parsed.GetValue(kills) / 5 : 0),
                RedisFlushes = parsed.GetValue(flushes),
                Seed = parsed.GetValue(seed),
                BrokenRule = parsed.GetValue(rule),
                Keep = parsed.GetValue(keep),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(TortureOptions options, CancellationToken cancellationToken)
    {
        var report = await TortureRun.RunAsync(options, cancellationToken);
        Console.WriteLine(JsonSerializer.Serialize(report, SnakeCase));
        return report.Violations == 0 ? 0 : 1;
    }
}
