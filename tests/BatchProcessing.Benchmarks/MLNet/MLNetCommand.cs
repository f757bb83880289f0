using System.CommandLine;
using BatchProcessing.Cli.Training;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Benchmarks.MLNet;

/// <summary><c>mlnet</c>: the two runtimes on the same rows, and the ML.NET processor beside a loop written by hand.</summary>
internal static class MLNetCommand
{
    public static Command Create()
    {
        var train = new Option<string>("--train") { Required = true, Description = "Labelled CSV file to learn from, may be .gz." };
        var check = new Option<string>("--check") { Required = true, Description = "Labelled CSV file to measure on, may be .gz." };
        var documents = new Option<int>("--documents") { DefaultValueFactory = _ => 20_000, Description = "Rows of the training file that speed is measured with." };
        var command = new Command("mlnet", "Compares the ML.NET runtime with the default one, and its processor with a loop written by hand.")
        {
            train, check, documents,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            List<LabeledText> rows = [.. LabeledCsvFile.Read(arguments.GetRequiredValue(train))];
            List<LabeledText> checkRows = [.. LabeledCsvFile.Read(arguments.GetRequiredValue(check))];
            string[] texts = [.. rows.Take(arguments.GetValue(documents)).Select(r => r.Text)];
            RuntimeComparison comparison = await RuntimeComparison.RunAsync(rows, checkRows, texts);
            Console.WriteLine(comparison);
            Console.WriteLine(await ProcessorComparison.RunAsync(comparison.MLNetFile, texts, cancellationToken));
        });
        return command;
    }
}
