using System.CommandLine;
using System.Text.Json.Nodes;

namespace BatchProcessing.Cli.Service;

/// <summary><c>submit</c>: uploads files as one batch, and waits for its end if asked to.</summary>
internal static class SubmitCommand
{
    private static readonly Argument<FileInfo[]> Files = new("files") { Description = "Files: txt, md, html, csv, tsv, jsonl, ndjson.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string?> Name = new("--name") { Description = "A name for the batch." };
    private static readonly Option<string?> Analyses = new("--analyses") { Description = "Comma-separated; default all." };
    private static readonly Option<string?> TextColumn = new("--text-column") { Description = "Column of the text." };
    private static readonly Option<string?> IdColumn = new("--id-column") { Description = "Column of the id." };
    private static readonly Option<string?> Key = new("--idempotency-key") { Description = "Send again what may have arrived: the same key and files give the same batch." };
    private static readonly Option<string?> MaxFailureRatio = new("--max-failure-ratio") { Description = "0 to 1: stop when more than this part of the documents failed." };
    private static readonly Option<string?> After = new("--after") { Description = "A batch that must have ended first." };
    private static readonly Option<string?> AfterOutcome = new("--after-outcome") { Description = "completed (default) or any: how that one must have ended." };
    private static readonly Option<string?> StartAt = new("--start-at") { Description = "A time as 2026-01-31T18:30:00Z before which it does not run." };
    private static readonly Option<bool> Wait = new("--wait") { Description = "Show progress until the batch has ended." };

    public static Command Create()
    {
        Files.AcceptExistingOnly();
        var command = new Command("submit", "Uploads files to the service as one batch.")
        {
            Files, ServiceOption.Url, ServiceOption.Key, Name, Analyses, TextColumn, IdColumn, MaxFailureRatio, After, AfterOutcome, StartAt, Key, Wait,
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
        if (arguments.GetValue(Wait)) await BatchProgressBar.ShowAsync(client, id, token);
    }

    private static string QueryOf(ParseResult arguments)
    {
        (string Key, string? Value)[] options =
        [
            ("name", arguments.GetValue(Name)),
            ("analyses", arguments.GetValue(Analyses)),
            ("textColumn", arguments.GetValue(TextColumn)),
            ("idColumn", arguments.GetValue(IdColumn)),
            ("maxFailureRatio", arguments.GetValue(MaxFailureRatio)),
            ("after", arguments.GetValue(After)),
            ("afterOutcome", arguments.GetValue(AfterOutcome)),
            ("startAt", arguments.GetValue(StartAt)),
        ];
        return "?" + string.Join('&', options.Where(o => o.Value is not null).Select(o => $"{o.Key}={Uri.EscapeDataString(o.Value!)}"));
    }
}
