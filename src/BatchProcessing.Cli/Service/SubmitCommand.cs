using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace BatchProcessing.Cli.Service;

/// <summary><c>submit</c>: uploads files as one batch, and waits for its end if asked to.</summary>
internal static class SubmitCommand
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private static readonly Argument<FileInfo[]> Files = new("files") { Description = "Files: txt, md, html, csv, tsv, jsonl, ndjson.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string?> Name = new("--name") { Description = "A name for the batch." };
    private static readonly Option<string?> Analyses = new("--analyses") { Description = "Comma-separated; default all." };
    private static readonly Option<string?> TextColumn = new("--text-column") { Description = "Column of the text." };
    private static readonly Option<string?> IdColumn = new("--id-column") { Description = "Column of the id." };
    private static readonly Option<string?> Key = new("--idempotency-key") { Description = "Send again what may have arrived: the same key and files give the same batch." };
    private static readonly Option<bool> Wait = new("--wait") { Description = "Show progress until the batch has ended." };

    public static Command Create()
    {
        Files.AcceptExistingOnly();
        var command = new Command("submit", "Uploads files to the service as one batch.")
        {
            Files, ServiceOption.Url, Name, Analyses, TextColumn, IdColumn, Key, Wait,
        };
        command.SetAction((arguments, token) => ServiceOption.RunAsync(arguments, client => RunAsync(arguments, client, token)));
        return command;
    }

    private static async Task RunAsync(ParseResult arguments, ServiceClient client, CancellationToken token)
    {
        JsonNode receipt = await client.SubmitAsync(
            arguments.GetRequiredValue(Files), QueryOf(arguments), arguments.GetValue(Key), token);
        var id = (Guid)receipt["batchId"]!;
        Console.WriteLine(id);
        if (arguments.GetValue(Wait)) await WaitAsync(client, id, token);
    }

    private static string QueryOf(ParseResult arguments)
    {
        (string Key, string? Value)[] options =
        [
            ("name", arguments.GetValue(Name)),
            ("analyses", arguments.GetValue(Analyses)),
            ("textColumn", arguments.GetValue(TextColumn)),
            ("idColumn", arguments.GetValue(IdColumn)),
        ];
        return "?" + string.Join('&', options.Where(o => o.Value is not null).Select(o => $"{o.Key}={Uri.EscapeDataString(o.Value!)}"));
    }

    private static Task WaitAsync(ServiceClient client, Guid id, CancellationToken token) =>
        AnsiConsole.Progress().StartAsync(async context =>
        {
            ProgressTask bar = context.AddTask("documents");
            while (true)
            {
                JsonNode batch = await client.GetBatchAsync(id, token);
                bar.Value = (double)batch["percent"]!;
                bar.Description = string.Create(
                    CultureInfo.InvariantCulture, $"{batch["status"]} {batch["documentsPerSecond"]?.GetValue<double>() ?? 0:0} documents/s");
                if (batch["endedAt"] is not null) return;
                await Task.Delay(PollInterval, token);
            }
        });
}
