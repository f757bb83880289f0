using System.Diagnostics;
using System.Globalization;
using System.Text;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Benchmarks.FastText;

/// <summary>The <c>fasttext</c> command line program (https://fasttext.cc), run on files in a folder of its own.</summary>
internal sealed class FastTextProgram(string folder)
{
    private const string LabelPrefix = "__label__";
    private const int LongFileBytes = 20_000_000;

    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(directory => File.Exists(Path.Combine(directory, "fasttext")));

    public string TrainFile => Path.Combine(folder, "train.txt");

    public string CheckFile => Path.Combine(folder, "check.txt");

    /// <summary>Writes rows one a line: lower-cased, everything but letters, digits and marks a space, as fastText's own examples do.</summary>
    public static void WriteRows(string path, IEnumerable<LabeledText> rows)
        => File.WriteAllLines(path, rows.Select(row => $"{LabelPrefix}{row.Label.Replace(' ', '_')} {Normalize(row.Text)}"));

    /// <summary>Trains with word pairs and 10 dimensions; returns seconds, reading the file included.</summary>
    public double Train(string model, string rate, int epochs, int threads) => Run(
        $"supervised -input {TrainFile} -output {ModelPath(model)} -dim 10 -wordNgrams 2 -lr {rate} -epoch {epochs} -thread {threads}").Seconds;

    /// <summary>Share of rows of the check file that get their label.</summary>
    public double Accuracy(string model)
    {
        string[] given = Run($"predict {ModelPath(model)}.bin {CheckFile}").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] truth = [.. File.ReadLines(CheckFile).Select(line => line.Split(' ', 2)[0])];
        return given.Zip(truth).Count(pair => pair.First.Trim() == pair.Second) / (double)truth.Length;
    }

    /// <summary>
    /// Seconds a document: the difference between predicting a file once and many times over, so that loading the model
    /// cancels out; the median of three. The long file has 20 MB, so that the difference is no chance.
    /// </summary>
    public double PredictSeconds(string model)
    {
        string many = Path.Combine(folder, "many.txt");
        string once = File.ReadAllText(CheckFile);
        int copies = Math.Max(2, LongFileBytes / once.Length);
        File.WriteAllLines(many, Enumerable.Repeat(once.TrimEnd('\n'), copies));
        int rows = File.ReadLines(CheckFile).Count();
        double median = Enumerable.Range(0, 3)
            .Select(_ => Run($"predict {ModelPath(model)}.bin {many}").Seconds - Run($"predict {ModelPath(model)}.bin {CheckFile}").Seconds)
            .Order().ElementAt(1);
        return median / ((double)rows * (copies - 1));
    }

    /// <summary>Bytes of the quantised model, with fastText's recommended options.</summary>
    public long QuantizedBytes(string model)
    {
        Run($"quantize -input {TrainFile} -output {ModelPath(model)} -qnorm -retrain -cutoff 100000");
        return new FileInfo(ModelPath(model) + ".ftz").Length;
    }

    private string ModelPath(string model) => Path.Combine(folder, model);

    private static string Normalize(string text)
    {
        var normalized = new StringBuilder(text.Length);
        foreach (char c in text)
            normalized.Append(char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark ? char.ToLowerInvariant(c) : ' ');
        return string.Join(' ', normalized.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static (string Output, double Seconds) Run(string arguments)
    {
        var watch = Stopwatch.StartNew();
        using Process process = Process.Start(new ProcessStartInfo("fasttext", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double seconds = watch.Elapsed.TotalSeconds;
        return process.ExitCode == 0 ? (output, seconds) : throw new InvalidOperationException($"fasttext {arguments}: {error.Result}");
    }
}
