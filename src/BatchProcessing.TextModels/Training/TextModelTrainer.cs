using System.Diagnostics;
using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>Trains <see cref="LinearTextModel"/>s from labelled texts. Deterministic for the same data, options and seed.</summary>
public static class TextModelTrainer
{
    /// <summary>Trains a model.</summary>
    /// <param name="training">Rows to learn from; read once.</param>
    /// <param name="development">
    /// Rows to choose options and calibrate by; null holds some of the training rows back for that, and then learns from all.
    /// </param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told where the training is.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="TrainingDataException">There are no rows, or fewer than two labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public static TrainingResult Train(
        IEnumerable<LabeledText> training,
        IEnumerable<LabeledText>? development,
        TrainingOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var watch = Stopwatch.StartNew();
        progress?.Report(new TrainingProgress("reading", 0));
        List<LabeledText> rows = [.. training];
        LabelSet labels = CollectLabels(rows, options);
        bool isHeldBack = development is null;
        (List<LabeledText> learn, List<LabeledText> check) = isHeldBack
            ? StratifiedSplit.Split(rows, row => row.Label, options.HeldBackShare, options.Seed)
            : (rows, [.. development!]);
        if (check.Count == 0)
            check = learn;
        var run = new TrainingRun(labels, options, progress, cancellation);
        TrainingResult result = run.Tune(TrainingRows.From(learn, labels), TrainingRows.From(check, labels));
        if (isHeldBack)
            result = run.Refit(TrainingRows.From(rows, labels), result);
        return result with { Report = result.Report with { IsHeldBack = isHeldBack, Seconds = watch.Elapsed.TotalSeconds } };
    }

    private static LabelSet CollectLabels(List<LabeledText> rows, TrainingOptions options)
    {
        if (rows.Count == 0)
            throw new TrainingDataException("There are no rows to learn from.");
        bool isMultiLabel = options.IsMultiLabel ?? rows.Exists(row => row.Label.Contains(LabelSet.Separator, StringComparison.Ordinal));
        var labels = LabelSet.Collect(rows.Select(row => row.Label), isMultiLabel);
        if (labels.Names.Count < 2)
            throw new TrainingDataException($"The rows have {labels.Names.Count} label(s); at least 2 are needed.");
        return labels;
    }
}
