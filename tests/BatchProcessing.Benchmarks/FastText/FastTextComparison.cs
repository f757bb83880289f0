using System.Globalization;
using System.Text;
using BatchProcessing.Benchmarks.Accuracy;
using BatchProcessing.Cli.Evaluation;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Benchmarks.FastText;

/// <summary><c>versus-fasttext</c>: both on the same rows, the same machine, one thread each, in one run.</summary>
internal static class FastTextComparison
{
    private static readonly string[] Sets = ["ag_news", "newsgroups20", "imdb", "sst2"];
    private static readonly (string Rate, int Epochs)[] Settings = [("0.25", 5), ("0.5", 5), ("0.25", 25), ("0.5", 25)];

    public static int Run(string dataFolder)
    {
        if (!FastTextProgram.IsInstalled || !Directory.Exists(dataFolder))
        {
            Console.WriteLine(FastTextProgram.IsInstalled
                ? $"Skipped: there is no folder {dataFolder} with the labelled sets."
                : "Skipped: the program fasttext is not installed (Debian: apt-get install fasttext).");
            return 0;
        }
        Console.WriteLine("| set | accuracy fastText (best of 4) | ours | train s fastText | ours | predict docs/s fastText | ours, UTF-8 | times | ours, strings | times | file KiB fastText .ftz | ours |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (string set in Sets)
            Compare(new LabeledSet(dataFolder, set));
        return 0;
    }

    private static void Compare(LabeledSet set)
    {
        string folder = Directory.CreateTempSubdirectory("versus-fasttext-").FullName;
        try
        {
            (List<LabeledText> train, List<LabeledText> check) = set.Load();
            FastTextFigures theirs = MeasureFastText(new FastTextProgram(folder), train, check);
            Print(set.Name, theirs, MeasureOurs(set.Name, folder, train, check));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static FastTextFigures MeasureFastText(FastTextProgram program, List<LabeledText> train, List<LabeledText> check)
    {
        FastTextProgram.WriteRows(program.TrainFile, train);
        FastTextProgram.WriteRows(program.CheckFile, check);
        var best = new FastTextFigures(-1, 0, 0, 0);
        foreach ((string rate, int epochs) in Settings)
        {
            double seconds = program.Train("model", rate, epochs, threads: 1);
            double accuracy = program.Accuracy("model");
            if (accuracy > best.Accuracy)
                best = new FastTextFigures(accuracy, seconds, 1 / program.PredictSeconds("model"), program.QuantizedBytes("model"));
        }
        return best;
    }

    private static OurFigures MeasureOurs(string name, string folder, List<LabeledText> train, List<LabeledText> check)
    {
        TrainingResult result = TextModelTrainer.Train(train, check, new TrainingOptions { Name = name, MaxThreads = 1 });
        string path = Path.Combine(folder, "ours.btm");
        result.Model.Save(path);
        ScoringSpeed speed = ScoringSpeed.Measure([path], [.. check.Select(row => Encoding.UTF8.GetBytes(row.Text))], threads: 1);
        double fromStrings = StringScoringSpeed.Measure(result.Model, [.. check.Select(row => row.Text)]);
        double accuracy = ModelEvaluator.Evaluate(LinearTextModel.Load(path), check).Accuracy;
        return new OurFigures(accuracy, result.Report.Seconds, speed.DocsPerSecond, fromStrings, speed.FileBytes);
    }

    private static void Print(string set, FastTextFigures theirs, OurFigures ours)
        => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {set} | {theirs.Accuracy:F4} | {ours.Accuracy:F4} | {theirs.TrainSeconds:F1} | {ours.TrainSeconds:F1} | {theirs.DocsPerSecond:N0} | {ours.DocsPerSecond:N0} | {ours.DocsPerSecond / theirs.DocsPerSecond:F1} | {ours.DocsPerSecondFromStrings:N0} | {ours.DocsPerSecondFromStrings / theirs.DocsPerSecond:F1} | {theirs.QuantizedBytes / 1024} | {ours.FileBytes / 1024} |"));

    private sealed record FastTextFigures(double Accuracy, double TrainSeconds, double DocsPerSecond, long QuantizedBytes);

    private sealed record OurFigures(double Accuracy, double TrainSeconds, double DocsPerSecond, double DocsPerSecondFromStrings, long FileBytes);
}
