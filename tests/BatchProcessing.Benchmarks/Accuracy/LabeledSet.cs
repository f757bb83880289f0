using BatchProcessing.Cli.Training;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Benchmarks.Accuracy;

/// <summary>A labelled set on disk: <c>train.csv.gz</c> and, where there is one, <c>dev.csv.gz</c>.</summary>
internal sealed class LabeledSet(string dataFolder, string name)
{
    private const double HeldBackShare = 0.1;
    private const int Seed = 1;

    public string Name => name;

    public string TrainPath => Path.Combine(dataFolder, name, "train.csv.gz");

    public string DevPath => Path.Combine(dataFolder, name, "dev.csv.gz");

    public bool HasDev => File.Exists(DevPath);

    /// <summary>Rows to learn from and rows to measure with: the dev part, or a tenth of each label of the train part.</summary>
    public (List<LabeledText> Train, List<LabeledText> Check) Load(string? excludedLabel = null)
    {
        List<LabeledText> train = Read(TrainPath, excludedLabel);
        return HasDev
            ? (train, Read(DevPath, excludedLabel))
            : StratifiedSplit.Split(train, row => row.Label, HeldBackShare, Seed);
    }

    private static List<LabeledText> Read(string path, string? excludedLabel)
        => [.. LabeledCsvFile.Read(path).Where(row => row.Label != excludedLabel)];
}
