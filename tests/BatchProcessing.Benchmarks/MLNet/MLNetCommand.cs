using System.CommandLine;
using BatchProcessing.Cli.Training;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Benchmarks.MLNet;

/// <summary><c>mlnet</c>: our text model beside those of ML.NET in its pipelines, and the processor beside a loop written by hand.</summary>
internal static class MLNetCommand
{
    private static readonly Option<string[]> Train = new("--train")
    {
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        Description = "Labelled CSV files to learn from, one a set, may be .gz.",
    };

    private static readonly Option<string[]> Check = new("--check")
    {
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        Description = "Labelled CSV files to measure on, in the same order.",
    };

    private static readonly Option<int> Rows = new("--rows") { DefaultValueFactory = _ => 10_000, Description = "Most rows of a file to learn from: the first ones." };

    private static readonly Option<int> Documents = new("--documents") { DefaultValueFactory = _ => 2_000, Description = "Documents that speed is measured with." };

    private static readonly Option<bool> Processor = new("--processor") { Description = "Measures MLBatchProcessor beside a loop written by hand as well." };

    public static Command Create()
    {
        var command = new Command("mlnet", "Compares our text model with those of ML.NET in its pipelines.") { Train, Check, Rows, Documents, Processor };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        (string[] train, string[] check) = (arguments.GetRequiredValue(Train), arguments.GetRequiredValue(Check));
        if (train.Length != check.Length) throw new ArgumentException($"{train.Length} files to learn from need as many to measure on, not {check.Length}.");
        int documents = arguments.GetValue(Documents);
        Console.WriteLine(TextModelComparison.Header);
        foreach ((string trainPath, string checkPath) in train.Zip(check))
        {
            List<LabeledText> rows = [.. LabeledCsvFile.Read(trainPath).Take(arguments.GetValue(Rows))];
            List<LabeledText> checkRows = [.. LabeledCsvFile.Read(checkPath)];
            string set = $"{Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(trainPath)))}, {rows.Count}/{checkRows.Count}";
            IReadOnlyList<TextModelComparison.Trained> models = await TextModelComparison.RunAsync(set, rows, checkRows, documents);
            if (!arguments.GetValue(Processor)) continue;
            LabeledRow[] timed = [.. Enumerable.Range(0, documents).Select(i => new LabeledRow { Text = checkRows[i % checkRows.Count].Text })];
            foreach (TextModelComparison.Trained model in models)
                Console.WriteLine(await ProcessorComparison.RunAsync(model, timed, cancellationToken));
        }
    }
}
