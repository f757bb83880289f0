using System.Numerics;
using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>Makes the int8 weight table of a model from float weights, keeping the features that matter most.</summary>
internal sealed class WeightQuantizer
{
    private const int MaxLevel = 127;

    /// <summary>Weights beyond this share of all are clipped, so that a few large ones do not coarsen the rest.</summary>
    private const double ClipShare = 0.9999;

    private readonly LinearWeights _weights;
    private readonly uint[] _ids;
    private readonly int[] _byImportance;
    private readonly float[] _scales;

    /// <summary>Ranks the features by the spread of their weights times the fourth root of the rows that have them.</summary>
    public WeightQuantizer(LinearWeights weights, ReadOnlySpan<uint> ids, int[] documentFrequencies)
    {
        (_weights, _ids) = (weights, ids.ToArray());
        var keys = new float[_ids.Length];
        for (int feature = 0; feature < keys.Length; feature++)
            keys[feature] = -Spread(weights.Row(feature)) * MathF.Sqrt(MathF.Sqrt(documentFrequencies[feature]));
        _byImportance = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, _byImportance);
        int zero = keys.AsSpan().IndexOfAnyInRange(0, float.MaxValue);
        if (zero >= 0)
            _byImportance = _byImportance[..zero];
        _scales = [.. Enumerable.Range(0, weights.Outputs).Select(Scale)];
    }

    /// <summary>Features with any weight.</summary>
    public int FeatureCount => _byImportance.Length;

    /// <summary>By what a row of the table is multiplied, one an output.</summary>
    public float[] Scales => _scales;

    /// <summary>A table of the <paramref name="keep"/> most important features in at most <paramref name="maxSlots"/> slots.</summary>
    public FeatureTable Build(int keep, int maxSlots)
    {
        keep = Math.Min(keep, _byImportance.Length);
        int wanted = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(keep, FeatureTable.BucketSize));
        int slots = Math.Min(wanted, (int)BitOperations.RoundUpToPowerOf2((uint)maxSlots + 1) / 2);
        var tags = new ushort[slots];
        var weights = new sbyte[slots * _weights.Outputs + FeatureTable.WeightPadding];
        var filled = new byte[slots / FeatureTable.BucketSize];
        foreach (int feature in _byImportance.AsSpan(0, keep))
        {
            uint id = _ids[feature];
            int bucket = (int)(id >> 16) & (filled.Length - 1);
            if (filled[bucket] == FeatureTable.BucketSize)
                continue; // The bucket is full of more important features.
            int slot = bucket * FeatureTable.BucketSize + filled[bucket]++;
            tags[slot] = (ushort)id;
            Quantize(_weights.Row(feature), weights.AsSpan(slot * _weights.Outputs));
        }
        return new FeatureTable(tags, weights, _weights.Outputs);
    }

    private void Quantize(ReadOnlySpan<float> row, Span<sbyte> target)
    {
        for (int i = 0; i < row.Length; i++)
            target[i] = (sbyte)Math.Clamp(MathF.Round(row[i] / _scales[i]), -MaxLevel, MaxLevel);
    }

    private float Scale(int output)
    {
        var magnitudes = new float[_byImportance.Length];
        for (int i = 0; i < magnitudes.Length; i++)
            magnitudes[i] = MathF.Abs(_weights.Row(_byImportance[i])[output]);
        Array.Sort(magnitudes);
        float clip = magnitudes.Length == 0 ? 0 : magnitudes[(int)((magnitudes.Length - 1) * ClipShare)];
        return Math.Max(clip, 1e-9f) / MaxLevel;
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
