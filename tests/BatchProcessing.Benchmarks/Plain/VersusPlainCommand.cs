using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using BatchProcessing.Benchmarks.Load;

namespace BatchProcessing.Benchmarks.Plain;

/// <summary><c>versus-plain</c>: this service beside Hangfire and ML.NET by hand, as a Markdown table and one JSON line.</summary>
internal static class VersusPlainCommand
{
    private const int MostDocuments = 9_999_999;
    private static readonly JsonSerializerOptions SnakeCase = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };


    public static Command Create()
    {
        var documents = new Option<int?>("--documents") { Description = "Comments of each way; by default 100000, and 1000000 through the service" };
        var seed = new Option<int>("--seed") { Description = "Chooses the comments", DefaultValueFactory = _ => 1 };
        documents.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > MostDocuments)
                result.AddError($"--documents must be from 1 to {MostDocuments}.");
        });
        var command = new Command("versus-plain", "Compares the service with Hangfire jobs written by hand: one a document, one per 1,000 documents.")
        {
            documents, seed,
        };
        ServerOptions.AddServerTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new VersusPlainRun(
                parsed.GetValue(documents) ?? 100_000,
                parsed.GetValue(documents) ?? 1_000_000,
                parsed.GetValue(seed),
                ServerOptions.ServerOf(parsed)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(VersusPlainRun run, CancellationToken cancellationToken)
    {
        var rows = await run.RunAsync(cancellationToken);
        Console.WriteLine(WayReport.Header);
        foreach (var row in rows)
            Console.WriteLine(row);
        Console.WriteLine(JsonSerializer.Serialize(rows, SnakeCase));
        return rows[^1].Durable ? 0 : 1;
    }
}
