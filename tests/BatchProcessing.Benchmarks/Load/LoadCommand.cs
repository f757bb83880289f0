using System.CommandLine;
using System.Text.Json;

namespace BatchProcessing.Benchmarks.Load;

/// <summary>The command line of the load run: progress goes to standard error, one JSON line to standard output.</summary>
internal static class LoadCommand
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Create()
    {
        var documents = new Option<int>("--documents") { Description = "Comments to upload", DefaultValueFactory = _ => 1_000_000 };
        var format = new Option<string>("--format") { Description = "Format of the upload", DefaultValueFactory = _ => CorpusFile.JsonLines };
        format.AcceptOnlyFromAmong(CorpusFile.JsonLines, CorpusFile.Csv);
        var seed = new Option<int>("--seed") { Description = "Chooses the comments", DefaultValueFactory = _ => 1 };
        var keep = new Option<bool>("--keep") { Description = "Keep the files of the run" };
        documents.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 9_999_999)
                result.AddError("--documents must be from 1 to 9999999.");
        });
        var command = new Command("load", "Uploads generated comments to a server process and checks and times all of it.")
        {
            documents, format, seed, keep,
        };
        ServerOptions.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new LoadOptions(
                parsed.GetValue(documents),
                parsed.GetValue(format)!,
                parsed.GetValue(seed),
                ServerOptions.Of(parsed),
                parsed.GetValue(keep)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        var report = await LoadRun.RunAsync(options, cancellationToken);
        Console.WriteLine(JsonSerializer.Serialize(report, SnakeCase));
        return report.LedgerExact ? 0 : 1;
    }
}
