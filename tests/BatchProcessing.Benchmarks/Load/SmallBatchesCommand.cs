using System.CommandLine;
using System.Text.Json;

namespace BatchProcessing.Benchmarks.Load;

/// <summary>The command line of the run with many small batches: one JSON line to standard output.</summary>
internal static class SmallBatchesCommand
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Create()
    {
        var batches = new Option<int>("--batches") { Description = "Batches to upload", DefaultValueFactory = _ => 2_000 };
        var documents = new Option<int>("--documents") { Description = "Comments of a batch", DefaultValueFactory = _ => 10 };
        var uploads = new Option<int>("--uploads") { Description = "Uploads at a time", DefaultValueFactory = _ => 7 };
        var command = new Command("small-batches", "Uploads many small batches to server processes and checks and times all of them.")
        {
            batches, documents, uploads,
        };
        ServerOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var run = new SmallBatchesRun(
                ServerOptions.Of(parsed), parsed.GetValue(batches), parsed.GetValue(documents), parsed.GetValue(uploads));
            var report = await run.RunAsync(cancellationToken);
            Console.WriteLine(JsonSerializer.Serialize(report, SnakeCase));
            return report.LedgerExact ? 0 : 1;
        });
        return command;
    }
}
