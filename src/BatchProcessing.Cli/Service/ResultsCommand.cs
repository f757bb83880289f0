using System.CommandLine;

namespace BatchProcessing.Cli.Service;

/// <summary><c>results</c>: downloads the results of a batch.</summary>
internal static class ResultsCommand
{
    private static readonly Option<FileInfo?> Out = new("--out") { Description = "File to write; default: standard output." };
    private static readonly Option<string> Format = new("--format") { Description = "jsonl or csv.", DefaultValueFactory = _ => "jsonl" };
    private static readonly Option<bool> Partial = new("--partial") { Description = "What has ended so far, while the batch runs." };

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong("jsonl", "csv");
        var command = new Command("results", "Downloads the results of a batch in input order.")
        {
            ServiceOption.Batch, ServiceOption.Url, ServiceOption.Key, Out, Format, Partial,
        };
        command.SetAction((arguments, token) => ServiceOption.RunAsync(arguments, async client =>
        {
            await using Stream output = arguments.GetValue(Out)?.Create() ?? Console.OpenStandardOutput();
            await client.DownloadAsync(
                arguments.GetRequiredValue(ServiceOption.Batch), arguments.GetRequiredValue(Format), arguments.GetValue(Partial), output, token);
        }));
        return command;
    }
}
