using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>One training: n-grams, selection of features, weights, quantisation, calibration.</summary>
internal sealed class TrainingRun(
    LabelSet labels, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
{
    /// <summary>Costs C of an error: the first where one is tried, and as many as take no time where lanes are free.</summary>
    private static readonly float[] Costs = [0.5f, 0.25f, 1, 0.1f];

    /// <summary>Passes over all features to find those worth keeping.</summary>
    private const int SelectionEpochs = 3;

    /// <summary>Epochs without a better result on the development rows after which training stops.</summary>
    private const int Patience = 3;

    /// <summary>Fewer features than these are not worth a training that memory does not suffice for.</summary>
    private const int LeastFeatures = 1000;

    /// <summary>Bytes from which it pays to have those of an earlier step collected first.</summary>
    private const long MuchMemory = 128 << 20;

    private readonly int _outputs = LinearTextModel.OutputCount(labels.Names.Count, labels.IsMultiLabel);
    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = options.MaxThreads, CancellationToken = cancellation };
    private FeatureOptions _features;
    private float _temperature;
    private bool _learnsWordParts;
    private int _cost;

    /// <summary>Learns from <paramref name="rows"/>; chooses the number of epochs and the temperature on <paramref name="development"/>.</summary>
    public TrainingResult Tune(TrainingRows rows, TrainingRows development)
    {
        _features = options.Features ?? DefaultFeatures.For(rows);
        _learnsWordParts = options.WordParts ?? DefaultFeatures.LearnsWordParts(rows, _features);
        var vocabulary = new FeatureVocabulary();
        SelectedFeatures selected = Select(rows, vocabulary);
        FeatureMatrix check = BuildMatrix(development, selected.Vocabulary, addFeatures: false, selected.Parts);
        var loss = new ScoreLoss(development.Labels, labels.Names, labels.IsMultiLabel);
        (LinearWeights weights, int epochs, _cost) = FitWithEarlyStopping(CreateFinalMachines(rows, selected.Matrix), check, loss);
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
            KeptFeatures = selected.Ids.Length,
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
        SupportVectorEnsemble machines = CreateFinalMachines(rows, selected.Matrix);
        for (int epoch = 1; epoch <= tuned.Report.Epochs; epoch++)
            RunEpoch(machines, epoch);
        return new TrainingResult(CreateModel(selected, machines.Fold(_cost), _temperature, rows.Count), tuned.Report with
        {
            TrainingRows = rows.Count,
            DistinctFeatures = vocabulary.Count,
            KeptFeatures = selected.Ids.Length,
        });
    }

    private float[] CostsToTry => Costs[..Math.Min(Costs.Length, SupportVectorEnsemble.FreeCosts(_outputs))];

    private FeatureMatrix BuildMatrix(TrainingRows rows, FeatureVocabulary vocabulary, bool addFeatures, WordParts? parts)
    {
        progress?.Report(new TrainingProgress("extracting n-grams", 0.05));
        var builder = new FeatureMatrixBuilder(_features, vocabulary, addFeatures, parts);
        foreach (byte[] text in rows.Texts)
        {
            cancellation.ThrowIfCancellationRequested();
            builder.Add(text);
        }
        return builder.Build();
    }

    private SelectedFeatures Select(TrainingRows rows, FeatureVocabulary vocabulary)
    {
        WordParts? parts = _learnsWordParts ? new WordParts() : null;
        FeatureMatrix matrix = BuildMatrix(rows, vocabulary, addFeatures: true, parts);
        int keep = CountToKeep(vocabulary.Count);
        TrainingMemory.Check(rows.Count, Math.Min(LeastFeatures, vocabulary.Count), _outputs, options.MaxMemory);
        int[] numbers = FeatureSelection.Affordable(matrix.DocumentFrequencies(), rows.Count, _outputs, options.MaxMemory);
        if (numbers.Length == 0)
            throw new TrainingDataException($"The {vocabulary.Count} n-grams take too much memory, and none is in enough rows to stand for the rest.");
        if (keep < numbers.Length)
            numbers = MostImportant(rows, matrix.Keep(numbers), numbers, keep);
        uint[] ids = new uint[numbers.Length];
        for (int i = 0; i < ids.Length; i++)
            ids[i] = vocabulary.Ids[numbers[i]];
        var kept = new FeatureVocabulary(ids);
        if (parts is null)
            return new SelectedFeatures(matrix.Keep(numbers), ids, kept, null);
        parts.NumberFor(numbers, kept);
        FeatureMatrix both = BuildMatrix(rows, kept, addFeatures: false, parts);
        for (int i = 0; i < numbers.Length; i++)
            both.Factors[i] = matrix.Factors[numbers[i]];
        return new SelectedFeatures(both, ids, kept, parts);
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
        SupportVectorEnsemble machines = CreateMachines(rows, matrix, Costs[..1], runs: 1);
        for (int epoch = 0; epoch < SelectionEpochs; epoch++)
            machines.RunEpoch();
        int[] ranked = FeatureSelection.ByImportance(machines.Fold(cost: 0), matrix.DocumentFrequencies());
        return [.. ranked.Take(keep).Select(feature => numbers[feature])];
    }

    private SupportVectorEnsemble CreateFinalMachines(TrainingRows rows, FeatureMatrix matrix) =>
        CreateMachines(rows, matrix, CostsToTry, OrderAveraging.RunsFor(matrix, _outputs));

    private SupportVectorEnsemble CreateMachines(TrainingRows rows, FeatureMatrix matrix, float[] costs, int runs)
    {
        TrainingMemory.Check(rows.Count, matrix.FeatureCount, _outputs, options.MaxMemory);
        if (TrainingMemory.BytesOf(rows.Count, matrix.FeatureCount, _outputs, runs) > options.MaxMemory)
            runs = 1;
        // What selection took is in large objects, which the collector would leave beside the next ones.
        if (options.MaxMemory is not null && TrainingMemory.BytesOf(rows.Count, matrix.FeatureCount, _outputs, runs) > MuchMemory)
            GC.Collect();
        Func<int, int, bool> isPositive = _outputs == 1
            ? (row, _) => rows.Labels[row][0] == 1
            : (row, output) => Array.BinarySearch(rows.Labels[row], output) >= 0;
        return new SupportVectorEnsemble(matrix, isPositive, _outputs, costs, options.Seed, runs, _parallel);
    }

    private (LinearWeights Best, int Epochs, int Cost) FitWithEarlyStopping(SupportVectorEnsemble machines, FeatureMatrix check, ScoreLoss loss)
    {
        (LinearWeights? best, double bestQuality, int bestEpoch, int bestCost) = (null, -1, 0, 0);
        for (int epoch = 1; epoch <= options.Epochs && epoch - bestEpoch <= Patience; epoch++)
        {
            RunEpoch(machines, epoch);
            for (int cost = 0; cost < CostsToTry.Length; cost++)
            {
                LinearWeights weights = machines.Fold(cost);
                double quality = loss.Quality(weights.Score(check));
                if (quality > bestQuality)
                    (best, bestQuality, bestEpoch, bestCost) = (weights, quality, epoch, cost);
            }
        }
        return (best!, bestEpoch, bestCost);
    }

    private void RunEpoch(SupportVectorEnsemble machines, int epoch)
    {
        progress?.Report(new TrainingProgress($"epoch {epoch}", 0.4 + 0.5 * (epoch - 1) / options.Epochs));
        machines.RunEpoch();
    }

    private LinearTextModel CreateModel(SelectedFeatures selected, LinearWeights weights, float temperature, int rows)
    {
        weights = selected.Parts?.Fold(weights) ?? weights;
        int[] features = FeatureSelection.ByImportance(weights, selected.Matrix.DocumentFrequencies()[..selected.Ids.Length]);
        var quantizer = new WeightQuantizer(weights, features);
        return new LinearTextModel(
            new ModelDescription(options.Name, labels.Names, labels.IsMultiLabel, _features, rows),
            quantizer.Build(selected.Ids, FeatureSelection.SlotsFor(features.Length, options.Buckets)),
            Array.ConvertAll(quantizer.Scales, scale => scale * temperature),
            Array.ConvertAll(weights.Biases, bias => bias * temperature));
    }

    /// <summary>The features worth keeping.</summary>
    /// <param name="Matrix">The rows with those alone, and with parts of words after them.</param>
    /// <param name="Ids">Their ids.</param>
    /// <param name="Vocabulary">Their numbers, and those of the parts.</param>
    /// <param name="Parts">Parts of words; null when there are none.</param>
    private sealed record SelectedFeatures(FeatureMatrix Matrix, uint[] Ids, FeatureVocabulary Vocabulary, WordParts? Parts);
}
