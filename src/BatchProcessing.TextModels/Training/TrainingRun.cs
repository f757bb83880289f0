using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>One training: features, weights, pruning, calibration.</summary>
internal sealed class TrainingRun(
    LabelSet labels, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
{
    private const float Cost = 0.5f;

    /// <summary>Epochs without a better result on the development rows after which training stops.</summary>
    private const int Patience = 2;

    /// <summary>Accuracy that a smaller table may lose.</summary>
    private const double AccuracyTolerance = 0.0015;

    /// <summary>By what the log-loss may grow in a smaller table.</summary>
    private const double LossTolerance = 1.015;

    private readonly int _outputs = LinearTextModel.OutputCount(labels.Names.Count, labels.IsMultiLabel);
    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = options.MaxThreads, CancellationToken = cancellation };
    private FeatureOptions _features;
    private float _temperature;

    /// <summary>Learns from <paramref name="rows"/>; chooses epochs, table size and temperature on <paramref name="development"/>.</summary>
    public TrainingResult Tune(TrainingRows rows, TrainingRows development)
    {
        _features = options.Features ?? DefaultFeatures.For(rows);
        var vocabulary = new FeatureVocabulary();
        FeatureMatrix matrix = BuildMatrix(rows, vocabulary, addFeatures: true);
        FeatureMatrix check = BuildMatrix(development, vocabulary, addFeatures: false);
        var loss = new ScoreLoss(development.Labels, labels.Names, labels.IsMultiLabel);
        SupportVectorEnsemble machines = CreateMachines(rows, matrix);
        (LinearWeights best, int epochs) = FitWithEarlyStopping(machines, check, loss);
        progress?.Report(new TrainingProgress("pruning", 0.9));
        var quantizer = new WeightQuantizer(best, vocabulary.Ids, matrix.DocumentFrequencies());
        LinearTextModel model = Prune(quantizer, best, development, loss, rows.Count, out int keep);
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
        (LinearWeights? best, double bestQuality, int bestEpoch) = (null, -1, 0);
        for (int epoch = 1; epoch <= options.Epochs && epoch - bestEpoch <= Patience; epoch++)
        {
            RunEpoch(machines, epoch);
            double quality = loss.Quality(machines.Score(check));
            if (quality > bestQuality)
                (best, bestQuality, bestEpoch) = (machines.Fold(), quality, epoch);
        }
        return (best!, bestEpoch);
    }

    private void RunEpoch(SupportVectorEnsemble machines, int epoch)
    {
        progress?.Report(new TrainingProgress($"epoch {epoch}", 0.1 + 0.8 * (epoch - 1) / options.Epochs));
        machines.RunEpoch();
    }

    private LinearTextModel Prune(
        WeightQuantizer quantizer, LinearWeights weights, TrainingRows development, ScoreLoss loss, int rows, out int keep)
    {
        int[] sizes = options.Prune is { } share
            ? [Math.Max(1, (int)(quantizer.FeatureCount * share))]
            : [.. CandidateSizes(quantizer.FeatureCount)];
        float[][] scores = [.. sizes.Select(size => ModelScores.Compute(CreateModel(quantizer, weights, size, 1, rows), development))];
        _temperature = TemperatureScaling.Fit(scores[^1], loss);
        int chosen = Math.Max(0, Array.FindIndex(scores, IsGood(scores, loss)));
        _temperature = TemperatureScaling.Fit(scores[chosen], loss);
        keep = sizes[chosen];
        return CreateModel(quantizer, weights, keep, _temperature, rows);
    }

    /// <summary>Whether scores are about as good as the best.</summary>
    private Predicate<float[]> IsGood(float[][] candidates, ScoreLoss loss)
    {
        double leastLoss = candidates.Min(scores => loss.MeanLogLoss(scores, _temperature));
        double bestAccuracy = candidates.Max(loss.Accuracy);
        return scores => loss.MeanLogLoss(scores, _temperature) <= leastLoss * LossTolerance
            && loss.Accuracy(scores) >= bestAccuracy - AccuracyTolerance;
    }

    private IEnumerable<int> CandidateSizes(int features)
    {
        // Three quarters of the slots: few buckets overflow.
        int slots = 1 << 12;
        for (; slots / 4 * 3 < features && slots < options.Buckets; slots *= 2)
            yield return slots / 4 * 3;
        yield return Math.Min(features, slots / 4 * 3);
    }

    private LinearTextModel CreateModel(WeightQuantizer quantizer, LinearWeights weights, int keep, float temperature, int rows)
        => new(
            new ModelDescription(options.Name, labels.Names, labels.IsMultiLabel, _features, rows),
            quantizer.Build(keep, options.Buckets),
            Array.ConvertAll(quantizer.Scales, scale => scale * temperature),
            Array.ConvertAll(weights.Biases, bias => bias * temperature));
}
