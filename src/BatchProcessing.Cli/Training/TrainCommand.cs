using System.CommandLine;
using System.Globalization;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using BatchProcessing.TextModels.Training;
using Spectre.Console;

namespace BatchProcessing.Cli.Training;

/// <summary><c>train</c>: learns a text model from a labelled CSV file.</summary>
internal static class TrainCommand
{
    private static readonly Option<string> Data = new("--data") { Required = true, Description = "Labelled CSV file to learn from, may be .gz." };
    private static readonly Option<string?> Dev = new("--dev") { Description = "Labelled CSV file to choose options by; without it a tenth of the rows is held back." };
    private static readonly Option<string> Text = new("--text") { DefaultValueFactory = _ => "text", Description = "Name of the column with the texts." };
    private static readonly Option<string> Label = new("--label") { DefaultValueFactory = _ => "label", Description = "Name of the column with the labels; several joined by |." };
    private static readonly Option<string> Out = new("--out") { Required = true, Description = "Model file to write." };
    private static readonly Option<string?> Name = new("--name") { Description = "Name of the model; default: the file's name." };
    private static readonly Option<string?> Ngrams = new("--ngrams") { Description = "Word n-grams: 1-1 or 1-2." };
    private static readonly Option<string?> CharNgrams = new("--char-ngrams") { Description = "Character n-grams, for example 3-5; 0 for none." };
    private static readonly Option<int> CharBytes = new("--char-bytes") { Description = "Take character n-grams from the first so many bytes only; 0 for all." };
    private static readonly Option<bool?> WordParts = new("--word-parts") { Description = "Whether words learn from those that begin or end alike; default: for many short texts." };
    private static readonly Option<string?> Buckets = new("--buckets") { Description = "Most slots of the weight table, for example 2^18." };
    private static readonly Option<int?> Epochs = new("--epochs") { Description = "Most passes over the rows." };
    private static readonly Option<int> Seed = new("--seed") { DefaultValueFactory = _ => 1, Description = "Seed; the same seed gives the same model." };
    private static readonly Option<string> Quantize = new("--quantize") { DefaultValueFactory = _ => "int8", Description = "Precision of the weights; int8 is the only one." };
    private static readonly Option<double?> Prune = new("--prune") { Description = "Share of the n-grams to keep; default: as few as the development rows allow." };
    private static readonly Option<string> Runtime = new("--runtime") { DefaultValueFactory = _ => LinearRuntime.RuntimeName, Description = "What the model is for: linear, or mlnet in a build with ML.NET. Others than linear take --data, --dev, --text, --label, --seed and --out only." };
    private static readonly Option<bool> MultiLabel = new("--multi-label") { Description = "Labels are independent, even if no row has several." };

    public static Command Create()
    {
        Quantize.AcceptOnlyFromAmong("int8");
        var command = new Command("train", "Trains a text model from a labelled CSV file.")
        {
            Data, Dev, Text, Label, Out, Name, Ngrams, CharNgrams, CharBytes, WordParts, Buckets, Epochs, Seed, Quantize, Prune, MultiLabel, Runtime,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        try
        {
            string path = arguments.GetRequiredValue(Out);
            string runtime = arguments.GetRequiredValue(Runtime);
            if (!runtime.Equals(LinearRuntime.RuntimeName, StringComparison.OrdinalIgnoreCase))
                return TrainElsewhere(arguments, runtime, path);
            TrainingResult result = Train(arguments);
            result.Model.Save(path);
            Print(result, path);
            return 0;
        }
        catch (Exception e) when (e is InvalidDataException or TrainingDataException or ArgumentException or FormatException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static int TrainElsewhere(ParseResult arguments, string runtime, string path)
    {
        ITextModelTrainer? trainer = ModelRuntimes.Trainers.FirstOrDefault(t => t.Runtime.Equals(runtime, StringComparison.OrdinalIgnoreCase));
        if (trainer is null)
            throw new ArgumentException($"--runtime is '{runtime}', but this build has only {string.Join(", ", ModelRuntimes.Reader.Runtimes)}.");
        (IEnumerable<LabeledText> training, IEnumerable<LabeledText>? development) = ReadRows(arguments);
        RuntimeTraining result = RuntimeTraining.Run(trainer, [.. training], development, arguments.GetValue(Seed), path);
        Console.WriteLine(result);
        return 0;
    }

    private static (IEnumerable<LabeledText> Training, IEnumerable<LabeledText>? Development) ReadRows(ParseResult arguments)
    {
        IEnumerable<LabeledText> Rows(string path)
            => LabeledCsvFile.Read(path, arguments.GetRequiredValue(Text), arguments.GetRequiredValue(Label));
        return (Rows(arguments.GetRequiredValue(Data)), arguments.GetValue(Dev) is { } dev ? Rows(dev) : null);
    }

    private static TrainingResult Train(ParseResult arguments)
    {
        TrainingOptions options = ReadOptions(arguments);
        (IEnumerable<LabeledText> training, IEnumerable<LabeledText>? development) = ReadRows(arguments);
        return AnsiConsole.Progress().Start(context =>
        {
            ProgressTask bar = context.AddTask("training", maxValue: 1);
            return TextModelTrainer.Train(training, development, options, new ProgressBar(bar));
        });
    }

    private static TrainingOptions ReadOptions(ParseResult arguments)
    {
        var options = new TrainingOptions
        {
            Name = arguments.GetValue(Name) ?? Path.GetFileNameWithoutExtension(arguments.GetRequiredValue(Out)),
            Features = ReadFeatures(arguments),
            WordParts = arguments.GetValue(WordParts),
            Seed = arguments.GetValue(Seed),
            Prune = arguments.GetValue(Prune),
            IsMultiLabel = arguments.GetValue(MultiLabel) ? true : null,
        };
        if (arguments.GetValue(Buckets) is { } buckets)
            options = options with { Buckets = ParsePower(buckets) };
        if (arguments.GetValue(Epochs) is { } epochs)
            options = options with { Epochs = epochs };
        return options;
    }

    private static FeatureOptions? ReadFeatures(ParseResult arguments)
    {
        (string? words, string? characters) = (arguments.GetValue(Ngrams), arguments.GetValue(CharNgrams));
        if (words is null && characters is null)
            return null;
        (_, int wordMax) = ParseRange(words ?? "1-2");
        (int min, int max) = ParseRange(characters ?? "0");
        return new FeatureOptions
        {
            WordNgrams = wordMax,
            CharacterNgramMin = min,
            CharacterNgramMax = max,
            CharacterNgramBytes = arguments.GetValue(CharBytes),
        };
    }

    private static (int Min, int Max) ParseRange(string range)
    {
        string[] ends = range.Split('-');
        return int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int min)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int max) && ends.Length <= 2
            ? (min, max)
            : throw new FormatException($"\"{range}\" is not a range of lengths such as 1-2.");
    }

    private static int ParsePower(string value) => value.StartsWith("2^", StringComparison.Ordinal)
        ? 1 << int.Parse(value.AsSpan(2), CultureInfo.InvariantCulture)
        : int.Parse(value, CultureInfo.InvariantCulture);

    private static void Print(TrainingResult result, string path)
    {
        TrainingReport report = result.Report;
        string held = report.IsHeldBack ? "held back" : "of --dev";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {path}: {new FileInfo(path).Length / 1024.0:F0} KiB, {report.KeptFeatures} of {report.DistinctFeatures} n-grams, {result.Model.Labels.Count} labels
            {report.TrainingRows} rows, {report.Epochs} epochs, {report.Seconds:F1} s; words 1-{report.Features.WordNgrams}, characters {report.Features.CharacterNgramMin}-{report.Features.CharacterNgramMax}
            {report.DevelopmentRows} rows {held}: accuracy {report.Development.Accuracy:F4}, macro-F1 {report.Development.MacroF1:F4}, log-loss {report.Development.LogLoss:F4}, calibration error {report.Development.ExpectedCalibrationError:F4}
            """));
    }

    private sealed class ProgressBar(ProgressTask bar) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            bar.Description = value.Stage;
            bar.Value = value.Fraction;
        }
    }
}
