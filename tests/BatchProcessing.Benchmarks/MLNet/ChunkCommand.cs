using System.CommandLine;
using BatchProcessing.Cli.Training;
using BatchProcessing.MLNet.Training;
using BatchProcessing.TextModels.Training;
using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;

namespace BatchProcessing.Benchmarks.MLNet;

/// <summary><c>mlnet-chunks</c>: models of ML.NET a document at a time beside a chunk at a time, with a linear model and with trees.</summary>
internal static class ChunkCommand
{
    public static Command Create()
    {
        var train = new Option<string>("--train") { Required = true, Description = "Labelled CSV file to learn from, may be .gz." };
        var rows = new Option<int>("--rows") { DefaultValueFactory = _ => 5000, Description = "Rows to learn from." };
        var documents = new Option<int>("--documents") { DefaultValueFactory = _ => 10_000, Description = "Rows that speed is measured with." };
        var command = new Command("mlnet-chunks", "Measures models of ML.NET a document at a time and 1,000 documents at a time.") { train, rows, documents };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            List<LabeledText> all = [.. LabeledCsvFile.Read(arguments.GetRequiredValue(train))];
            List<LabeledText> learned = [.. all.Take(arguments.GetValue(rows))];
            string[] texts = [.. all.Take(arguments.GetValue(documents)).Select(r => r.Text)];
            Console.WriteLine(await ChunkComparison.RunAsync("FeaturizeText, SDCA", new MLNetTrainer().Train(learned, seed: 1, cancellationToken: cancellationToken), texts, cancellationToken));
            Console.WriteLine(await ChunkComparison.RunAsync("hashed words, FastTree", TrainTrees(learned), texts, cancellationToken));
        });
        return command;
    }

    private static byte[] TrainTrees(List<LabeledText> rows)
    {
        var context = new MLContext(1);
        IDataView data = context.Data.LoadFromEnumerable(rows.Select(r => new Row { Text = r.Text, Label = r.Label }));
        FastTreeBinaryTrainer trees = context.BinaryClassification.Trainers.FastTree(numberOfTrees: 50);
        var pipeline = context.Transforms.Conversion.MapValueToKey("Label")
            .Append(context.Transforms.Text.ProduceHashedWordBags("Features", "Text", numberOfBits: 12, ngramLength: 1))
            .Append(context.MulticlassClassification.Trainers.OneVersusAll(trees))
            .Append(context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        using var file = new MemoryStream();
        context.Model.Save(pipeline.Fit(data), data.Schema, file);
        return file.ToArray();
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public string Label { get; set; } = "";
    }
}
