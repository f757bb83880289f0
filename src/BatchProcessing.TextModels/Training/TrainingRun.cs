using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>One training: n-grams, selection of features, weights, quantisation, calibration.</summary>
internal sealed class TrainingRun(
    LabelSet labels, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
{
    /// <summary>C of the support vector machines.</summary>
    private const float Cost = 0.5f;

    /// <summary>Passes over all features to find those worth keeping.</summary>
    private const int SelectionEpochs = 3;

    /// <summary>Epochs without a better result on the development rows after which training stops.</summary>
    private const int Patience = 3;

    private readonly int _outputs = LinearTextModel.OutputCount(labels.Names.Count, labels.IsMultiLabel);
    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = options.MaxThreads, CancellationToken = cancellation };
    private FeatureOptions _features;
    private float _temperature;

    /// <summary>Learns from <paramref name="rows"/>; chooses the number of epochs and the temperature on <paramref name="development"/>.</summary>
    public TrainingResult Tune(TrainingRows rows, TrainingRows development)
    {
        _features = options.Features ?? DefaultFeatures.For(rows);
        var vocabulary = new FeatureVocabulary();
        SelectedFeatures selected = Select(rows, vocabulary);
        FeatureMatrix check = BuildMatrix(development, vocabulary, addFeatures: false).Keep(selected.Numbers);
        var loss = new ScoreLoss(development.Labels, labels.Names, labels.IsMultiLabel);
        (LinearWeights weights, int epochs) = FitWithEarlyStopping(CreateMachines(rows, selected.Matrix, OrderAveraging.RunsFor(selected.Matrix, _outputs)), check, loss);
        progress?.Report(new TrainingProgress("calibrating", 0.9));
        LinearTextModel raw = CreateModel(selected, weights, 1, rows.Count);
        _temperature = TemperatureScaling.Fit(ModelScores.Compute(raw, development), loss);
        LinearTextModel model = CreateModel(selected, weights, _temperature, rows.Count);
        return new TrainingResult(model, new TrainingReport
        {
            TrainingRows = rows.Count,
            DevelopmentRows = development.Count,
            IsHeldBack = false,
            Features = _features,
            DistinctFeatures = vocabulary.Count,
            KeptFeatures = selected.Numbers.Length,
            Epochs = epochs,
            Seconds = 0,
            Development = ModelEvaluator.Evaluate(model, development),
        });
    }

    /// <summary>Learns from all rows with what <see cref="Tune"/> chose.</summary>
    public TrainingResult Refit(TrainingRows rows, TrainingResult tuned)
    {
        var vocabulary = new FeatureVocabulary();
        SelectedFeatures selected = Select(rows, vocabulary);
        SupportVectorEnsemble machines = CreateMachines(rows, selected.Matrix, OrderAveraging.RunsFor(selected.Matrix, _outputs));
        for (int epoch = 1; epoch <= tuned.Report.Epochs; epoch++)
            RunEpoch(machines, epoch);
        return new TrainingResult(CreateModel(selected, machines.Fold(), _temperature, rows.Count), tuned.Report with
        {
            TrainingRows = rows.Count,
            DistinctFeatures = vocabulary.Count,
            KeptFeatures = selected.Numbers.Length,
        });
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

    private SelectedFeatures Select(TrainingRows rows, FeatureVocabulary vocabulary)
    {
        FeatureMatrix matrix = BuildMatrix(rows, vocabulary, addFeatures: true);
        int keep = CountToKeep(vocabulary.Count);
        int[] numbers = FeatureSelection.Affordable(matrix.DocumentFrequencies(), SupportVectorEnsemble.MachineCount(_outputs));
        if (keep < numbers.Length)
            numbers = MostImportant(rows, matrix.Keep(numbers), numbers, keep);
        uint[] ids = new uint[numbers.Length];
        for (int i = 0; i < ids.Length; i++)
            ids[i] = vocabulary.Ids[numbers[i]];
        return new SelectedFeatures(matrix.Keep(numbers), numbers, ids);
    }

    private int CountToKeep(int features)
    {
        int keep = options.Prune is { } share
            ? Math.Max(1, (int)(features * share))
            : FeatureSelection.DefaultCount(features, _outputs, options.Buckets);
        return Math.Min(keep, FeatureSelection.FeaturesFor(options.Buckets));
    }

    private int[] MostImportant(TrainingRows rows, FeatureMatrix matrix, int[] numbers, int keep)
    {
        progress?.Report(new TrainingProgress("selecting n-grams", 0.1));
        SupportVectorEnsemble machines = CreateMachines(rows, matrix, runs: 1);
        for (int epoch = 0; epoch < SelectionEpochs; epoch++)
            machines.RunEpoch();
        int[] ranked = FeatureSelection.ByImportance(machines.Fold(), matrix.DocumentFrequencies());
        return [.. ranked.Take(keep).Select(feature => numbers[feature])];
    }

    private SupportVectorEnsemble CreateMachines(TrainingRows rows, FeatureMatrix matrix, int runs)
    {
        Func<int, int, bool> isPositive = _outputs == 1
            ? (row, _) => rows.Labels[row][0] == 1
            : (row, output) => Array.BinarySearch(rows.Labels[row], output) >= 0;
        return new SupportVectorEnsemble(matrix, isPositive, _outputs, Cost, options.Seed, runs, _parallel);
    }

    private (LinearWeights Best, int Epochs) FitWithEarlyStopping(SupportVectorEnsemble machines, FeatureMatrix check, ScoreLoss loss)
    {
        (LinearWeights? best, double bestQuality, int bestEpoch) = (null, -1, 0);
        for (int epoch = 1; epoch <= options.Epochs && epoch - bestEpoch <= Patience; epoch++)
        {
            RunEpoch(machines, epoch);
            LinearWeights weights = machines.Fold();
            double quality = loss.Quality(weights.Score(check));
            if (quality > bestQuality)
                (best, bestQuality, bestEpoch) = (weights, quality, epoch);
        }
        return (best!, bestEpoch);
    }

    private void RunEpoch(SupportVectorEnsemble machines, int epoch)
    {
        progress?.Report(new TrainingProgress($"epoch {epoch}", 0.4 + 0.5 * (epoch - 1) / options.Epochs));
        machines.RunEpoch();
    }

    private LinearTextModel CreateModel(SelectedFeatures selected, LinearWeights weights, float temperature, int rows)
    {
        int[] features = FeatureSelection.ByImportance(weights, selected.Matrix.DocumentFrequencies());
        var quantizer = new WeightQuantizer(weights, features);
        return new LinearTextModel(
            new ModelDescription(options.Name, labels.Names, labels.IsMultiLabel, _features, rows),
            quantizer.Build(selected.Ids, FeatureSelection.SlotsFor(features.Length, options.Buckets)),
            Array.ConvertAll(quantizer.Scales, scale => scale * temperature),
            Array.ConvertAll(weights.Biases, bias => bias * temperature));
    }

    /// <summary>The features worth keeping: the rows with those alone, their numbers among all, and their ids.</summary>
    private sealed record SelectedFeatures(FeatureMatrix Matrix, int[] Numbers, uint[] Ids);
}
