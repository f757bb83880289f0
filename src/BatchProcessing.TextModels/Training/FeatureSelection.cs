using System.Numerics;
using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>
/// Chooses the features worth keeping. Weights trained anew on those alone are at least as accurate as weights over all
/// features: what is left out is mostly noise.
/// </summary>
internal static class FeatureSelection
{
    /// <summary>Slots of a table that stays in a core's second-level cache when there are few outputs.</summary>
    private const int DefaultSlots = 1 << 16;

    /// <summary>Slots of a table that may hold every feature, when it is small.</summary>
    private const int SlotsForAll = 1 << 18;

    /// <summary>Bytes up to which a table of all features counts as small.</summary>
    private const int SmallTableBytes = 3 << 20;

    /// <summary>Bytes that no table exceeds unless it is asked for.</summary>
    private const int MaxTableBytes = 10 << 20;

    /// <summary>Weights that the machines may have while features are being selected: 4 bytes each, twice.</summary>
    private const long MaxWeights = 1L << 28;

    /// <summary>
    /// Numbers of the features that can be trained at once: all, or those in enough rows when memory would not suffice.
    /// </summary>
    /// <param name="documentFrequencies">Rows that have each feature.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="outputs">Outputs of the model.</param>
    /// <param name="limit">Bytes that rows and features may take; null when they may take any.</param>
    public static int[] Affordable(int[] documentFrequencies, int rows, int outputs, long? limit)
    {
        int machines = SupportVectorEnsemble.MachineCount(outputs);
        int least = 1;
        for (long count = documentFrequencies.Length; count > 0 && !IsAffordable(count); least++)
            count = documentFrequencies.LongCount(frequency => frequency > least);
        return [.. Enumerable.Range(0, documentFrequencies.Length).Where(feature => documentFrequencies[feature] >= least)];

        bool IsAffordable(long features) => features * machines <= MaxWeights
            && (limit is null || TrainingMemory.BytesOf(rows, features, outputs, runs: 1) <= limit);
    }

    /// <summary>Features to keep when nothing else is asked for.</summary>
    public static int DefaultCount(int features, int outputs, int maxSlots)
    {
        int rowBytes = sizeof(ushort) + outputs;
        bool keepsAll = features <= FeaturesFor(SlotsForAll) && SlotsFor(features, SlotsForAll) * (long)rowBytes <= SmallTableBytes;
        int slots = Math.Min(keepsAll ? SlotsForAll : DefaultSlots, maxSlots);
        while (slots > FeatureTable.BucketSize && slots * (long)rowBytes > MaxTableBytes)
            slots /= 2;
        return Math.Min(features, FeaturesFor(slots));
    }

    /// <summary>Features for which a table has room without many full buckets: three quarters of the slots.</summary>
    public static int FeaturesFor(int slots) => Math.Max(1, slots / 4 * 3);

    /// <summary>Slots of a table for some features: a power of two, at most <paramref name="maxSlots"/>.</summary>
    public static int SlotsFor(int features, int maxSlots)
    {
        uint slots = BitOperations.RoundUpToPowerOf2((uint)Math.Max(FeatureTable.BucketSize, features / 3 * 4));
        return (int)Math.Min(slots, BitOperations.RoundUpToPowerOf2((uint)maxSlots + 1) / 2);
    }

    /// <summary>
    /// Numbers of the features by falling importance: the spread of their weights over the outputs times the fourth root
    /// of the rows that have them. Features without any weight are left out.
    /// </summary>
    public static int[] ByImportance(LinearWeights weights, int[] documentFrequencies)
    {
        var keys = new float[documentFrequencies.Length];
        for (int feature = 0; feature < keys.Length; feature++)
            keys[feature] = -Spread(weights.Row(feature)) * MathF.Sqrt(MathF.Sqrt(documentFrequencies[feature]));
        int[] features = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, features);
        int zero = keys.AsSpan().IndexOfAnyInRange(0, float.MaxValue);
        return zero < 0 ? features : features[..zero];
    }

    private static float Spread(ReadOnlySpan<float> row)
    {
        float min = row.Length == 1 ? 0 : row[0];
        float max = min;
        foreach (float weight in row)
            (min, max) = (Math.Min(min, weight), Math.Max(max, weight));
        return max - min;
    }
}
