using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>How to train a model. Everything that is null is chosen from the data.</summary>
public sealed record TrainingOptions
{
    /// <summary>Name of the model, 1 to 100 characters.</summary>
    public string Name { get; init; } = "model";

    /// <summary>The n-grams to look at; null chooses by the length and number of the texts.</summary>
    public FeatureOptions? Features { get; init; }

    /// <summary>
    /// Whether what is learned of a word's beginning and ending counts for the words that share it; null chooses by the length
    /// and number of the texts. The model file does not tell, and scoring takes no longer.
    /// </summary>
    public bool? WordParts { get; init; }

    /// <summary>Whether labels are joined by <c>|</c> and independent; null means: when any label contains a <c>|</c>.</summary>
    public bool? IsMultiLabel { get; init; }

    /// <summary>Most slots of the weight table, rounded down to a power of two, 8 to 524,288.</summary>
    public int Buckets { get; init; } = FeatureTable.MaxBuckets * FeatureTable.BucketSize;

    /// <summary>Most passes over the training rows, 1 to 100; training stops earlier when the development rows stop improving.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Seed of everything random: the same data, options and seed give the same model.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Share of the features to keep, 0 (exclusive) to 1; null keeps as few as the development rows allow.</summary>
    public double? Prune { get; init; }

    /// <summary>Most threads, 1 to 256; the result does not depend on it.</summary>
    public int MaxThreads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Most bytes that what is learned may take while it is learned, 1 or more: rare n-grams are left out to keep to it, and a
    /// training whose rows alone take more fails. Null leaves n-grams out only where there are very many, and fails never.
    /// </summary>
    public long? MaxMemory { get; init; }

    /// <summary>Share of the rows held back when no development rows are given, 0.01 to 0.5.</summary>
    public double HeldBackShare { get; init; } = 0.1;

    /// <summary>Throws when an option is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Name.Length, 100, nameof(Name));
        Features?.Validate();
        CheckRange(Buckets, FeatureTable.BucketSize, FeatureTable.MaxBuckets * FeatureTable.BucketSize, nameof(Buckets));
        CheckRange(Epochs, 1, 100, nameof(Epochs));
        CheckRange(MaxThreads, 1, 256, nameof(MaxThreads));
        CheckRange(HeldBackShare, 0.01, 0.5, nameof(HeldBackShare));
        CheckRange(MaxMemory ?? 1, 1, long.MaxValue, nameof(MaxMemory));
        CheckRange(Prune ?? 1, double.Epsilon, 1, nameof(Prune));
    }

    private static void CheckRange<T>(T value, T min, T max, string name)
        where T : IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, min, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, max, name);
    }
}
