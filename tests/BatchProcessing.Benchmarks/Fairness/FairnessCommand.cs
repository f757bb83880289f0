using System.CommandLine;
using System.Text.Json;
using BatchProcessing.Benchmarks.Load;

namespace BatchProcessing.Benchmarks.Fairness;

/// <summary>The command line of the fairness run: one JSON line to standard output; the exit code says whether it was fair.</summary>
internal static class FairnessCommand
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Create()
    {
        var documents = new Option<int>("--documents") { Description = "Comments of the large batch", DefaultValueFactory = _ => 3_000_000 };
        var small = new Option<int>("--small") { Description = "Comments of each small batch", DefaultValueFactory = _ => 100 };
        var rounds = new Option<int>("--rounds") { Description = "Small VIP and standard batches", DefaultValueFactory = _ => 5 };
        var command = new Command("fairness", "Times small VIP and standard batches beside a large batch, and it beside them.") { documents, small, rounds };
        ServerOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var run = new FairnessRun(
                ServerOptions.Of(parsed), parsed.GetValue(documents), parsed.GetValue(small), parsed.GetValue(rounds));
            var report = await run.RunAsync(cancellationToken);
            Console.WriteLine(JsonSerializer.Serialize(report, SnakeCase));
            return report.IsFair() ? 0 : 1;
        });
        return command;
    }
}
