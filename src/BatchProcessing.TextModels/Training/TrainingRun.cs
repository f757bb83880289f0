using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>One training: features, weights, pruning, calibration.</summary>
internal sealed class TrainingRun(
    LabelSet labels, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
{
    private const float Cost = 1;

    /// <summary>Epochs without a better development accuracy after which training stops.</summary>
    private const int Patience = 2;

    /// <summary>Accuracy a smaller table may lose.</summary>
    private const double PruneTolerance = 0.0005;

    private readonly int _outputs = LinearTextModel.OutputCount(labels.Names.Count, labels.IsMultiLabel);
    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = options.MaxThreads, CancellationToken = cancellation };
    private FeatureOptions _features;
    private float _temperature;

    /// <summary>Learns from <paramref name="rows"/>; chooses epochs, table size and temperature on <paramref name="development"/>.</summary>
    public TrainingResult Tune(TrainingRows rows, TrainingRows development)
    {
        _features = options.Features ?? DefaultFeatures.For(rows, labels);
        var vocabulary = new FeatureVocabulary();
        FeatureMatrix matrix = BuildMatrix(rows, vocabulary, addFeatures: true);
        FeatureMatrix check = BuildMatrix(development, vocabulary, addFeatures: false);
        var loss = new ScoreLoss(development.Labels, labels.Names.Count, labels.IsMultiLabel);
        SupportVectorEnsemble machines = CreateMachines(rows, matrix);
        (LinearWeights best, int epochs) = FitWithEarlyStopping(machines, check, loss);
        progress?.Report(new TrainingProgress("pruning", 0.9));
        var quantizer = new WeightQuantizer(best, vocabulary.Ids, matrix.DocumentFrequencies());
        (LinearTextModel model, int keep) = Prune(quantizer, best, development, loss, rows.Count);
        return new TrainingResult(model, new TrainingReport
        {
            TrainingRows = rows.Count,
            DevelopmentRows = development.Count,
            IsHeldBack = false,
            Features = _features,
            DistinctFeatures = vocabulary.Count,
            KeptFeatures = keep,
            Epochs = epochs,
            Seconds = 0,
            Development = ModelEvaluator.Evaluate(model, development),
        });
    }

    /// <summary>Learns from all rows with what <see cref="Tune"/> chose.</summary>
    public TrainingResult Refit(TrainingRows rows, TrainingResult tuned)
    {
        var vocabulary = new FeatureVocabulary();
        FeatureMatrix matrix = BuildMatrix(rows, vocabulary, addFeatures: true);
        SupportVectorEnsemble machines = CreateMachines(rows, matrix);
        for (int epoch = 1; epoch <= tuned.Report.Epochs; epoch++)
            RunEpoch(machines, epoch);
        LinearWeights weights = machines.Fold();
        var quantizer = new WeightQuantizer(weights, vocabulary.Ids, matrix.DocumentFrequencies());
        LinearTextModel model = CreateModel(quantizer, weights, tuned.Report.KeptFeatures, _temperature, rows.Count);
        return new TrainingResult(model, tuned.Report with { TrainingRows = rows.Count, DistinctFeatures = vocabulary.Count });
    }

    private FeatureMatrix BuildMatrix(TrainingRows rows, FeatureVocabulary vocabulary, bool addFeatures)
    {
        progress?.Report(new TrainingProgress("extracting n-grams", 0.05));
        var builder = new FeatureMatrixBuilder(_features, vocabulary, addFeatures);
        foreach (byte[] text in rows.Texts)
        {
            cancellation.ThrowIfCancellationRequested();
            builder.Add(text);
        }
        return builder.Build();
    }

    private SupportVectorEnsemble CreateMachines(TrainingRows rows, FeatureMatrix matrix)
    {
        Func<int, int, bool> isPositive = _outputs == 1
            ? (row, _) => rows.Labels[row][0] == 1
            : (row, output) => Array.BinarySearch(rows.Labels[row], output) >= 0;
        return new SupportVectorEnsemble(matrix, isPositive, _outputs, Cost, options.Seed, _parallel);
    }

    private (LinearWeights Best, int Epochs) FitWithEarlyStopping(SupportVectorEnsemble machines, FeatureMatrix check, ScoreLoss loss)
    {
        (LinearWeights? best, double bestAccuracy, int bestEpoch) = (null, -1, 0);
        for (int epoch = 1; epoch <= options.Epochs && epoch - bestEpoch <= Patience; epoch++)
        {
            RunEpoch(machines, epoch);
            double accuracy = loss.Accuracy(machines.Score(check));
            if (accuracy > bestAccuracy)
                (best, bestAccuracy, bestEpoch) = (machines.Fold(), accuracy, epoch);
        }
        return (best!, bestEpoch);
    }

    private void RunEpoch(SupportVectorEnsemble machines, int epoch)
    {
        progress?.Report(new TrainingProgress($"epoch {epoch}", 0.1 + 0.8 * (epoch - 1) / options.Epochs));
        machines.RunEpoch();
    }

    /// <summary>The smallest table that is about as good as the best one on the development rows.</summary>
    private (LinearTextModel Model, int Keep) Prune(
        WeightQuantizer quantizer, LinearWeights weights, TrainingRows development, ScoreLoss loss, int rows)
    {
        int[] sizes = options.Prune is { } share
            ? [Math.Max(1, (int)(quantizer.FeatureCount * share))]
            : [.. CandidateSizes(quantizer.FeatureCount)];
        var candidates = sizes.Select(keep => Calibrate(quantizer, weights, keep, development, loss, rows)).ToList();
        double best = candidates.Max(candidate => candidate.Accuracy);
        var chosen = candidates.First(candidate => candidate.Accuracy >= best - PruneTolerance);
        _temperature = chosen.Temperature;
        return (chosen.Model, sizes[candidates.IndexOf(chosen)]);
    }

    private IEnumerable<int> CandidateSizes(int features)
    {
        // Three quarters of the slots: few buckets overflow.
        for (int slots = 1 << 12; slots / 4 * 3 < features && slots <= options.Buckets; slots *= 2)
            yield return slots / 4 * 3;
        if (features <= options.Buckets / 4 * 3 || features <= 1 << 12)
            yield return features;
    }

    private (LinearTextModel Model, float Temperature, double Accuracy) Calibrate(
        WeightQuantizer quantizer, LinearWeights weights, int keep, TrainingRows development, ScoreLoss loss, int rows)
    {
        LinearTextModel raw = CreateModel(quantizer, weights, keep, 1, rows);
        float[] scores = ModelScores.Compute(raw, development);
        float temperature = TemperatureScaling.Fit(scores, _outputs, (row, scaled) => loss.LogLoss(row, scaled));
        return (CreateModel(quantizer, weights, keep, temperature, rows), temperature, loss.Accuracy(scores));
    }

    private LinearTextModel CreateModel(WeightQuantizer quantizer, LinearWeights weights, int keep, float temperature, int rows)
        => new(
            new ModelDescription(options.Name, labels.Names, labels.IsMultiLabel, _features, rows),
            quantizer.Build(keep, options.Buckets),
            Array.ConvertAll(quantizer.Scales, scale => scale * temperature),
            Array.ConvertAll(weights.Biases, bias => bias * temperature));
}
