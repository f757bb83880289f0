using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Benchmarks.Accuracy;

/// <summary>What the default options must reach on one labelled set.</summary>
/// <param name="Set">Folder of the set.</param>
/// <param name="Metric">Name of the measure.</param>
/// <param name="AtLeast">The value below which a run fails.</param>
/// <param name="ReachFor">The value worth working for.</param>
/// <param name="ExcludedLabel">Rows with this label are left out of training and measuring; null for none.</param>
internal sealed record AccuracyTarget(string Set, string Metric, double AtLeast, double ReachFor, string? ExcludedLabel = null)
{
    public const string Accuracy = "accuracy";
    public const string MacroF1 = "macro-F1";

    public static IReadOnlyList<AccuracyTarget> All { get; } =
    [
        new("ag_news", Accuracy, 0.915, 0.925),
        new("newsgroups20", Accuracy, 0.83, 0.87),
        new("reuters_r8", Accuracy, 0.965, 0.975),
        new("reuters_r52", Accuracy, 0.930, 0.945),
        new("imdb", Accuracy, 0.905, 0.92),
        new("sst2", Accuracy, 0.83, 0.86),
        new("banking77", Accuracy, 0.88, 0.92),
        new("clinc150", Accuracy, 0.92, 0.95, ExcludedLabel: "oos"),
        new("trec6", Accuracy, 0.89, 0.93),
        new("goemotions_ekman", MacroF1, 0.50, 0.58),
        new("langid_17", Accuracy, 0.98, 0.995),
        new("sms_spam", Accuracy, 0.985, 0.995),
        new("spamassassin", Accuracy, 0.985, 0.995),
    ];

    public double Measure(ClassificationReport report) => Metric == MacroF1 ? report.MacroF1 : report.Accuracy;
}
