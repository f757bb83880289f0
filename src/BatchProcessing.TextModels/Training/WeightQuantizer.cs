using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>Makes the int8 weight table of a model from float weights.</summary>
internal sealed class WeightQuantizer
{
    private const int MaxLevel = 127;

    /// <summary>Weights beyond this share of all are clipped, so that a few large ones do not coarsen the rest.</summary>
    private const double ClipShare = 0.9999;

    private readonly LinearWeights _weights;
    private readonly int[] _features;

    /// <summary>Prepares the scales.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="features">Features to put into the table, the most important first.</param>
    public WeightQuantizer(LinearWeights weights, int[] features)
    {
        (_weights, _features) = (weights, features);
        Scales = [.. Enumerable.Range(0, weights.Outputs).Select(Scale)];
    }

    /// <summary>By what a row of the table is multiplied, one an output.</summary>
    public float[] Scales { get; }

    /// <summary>Builds the table. Where more than a bucket's features meet in one, the least important are dropped.</summary>
    /// <param name="ids">Feature ids by feature number.</param>
    /// <param name="slots">Slots of the table, a power of two.</param>
    public FeatureTable Build(ReadOnlySpan<uint> ids, int slots)
    {
        var table = new FeatureTable(slots, _weights.Outputs);
        Span<sbyte> row = new sbyte[_weights.Outputs];
        var filled = new byte[slots / FeatureTable.BucketSize];
        foreach (int feature in _features)
        {
            int bucket = (int)(ids[feature] >> 16) & (filled.Length - 1);
            if (filled[bucket] == FeatureTable.BucketSize)
                continue;
            int slot = bucket * FeatureTable.BucketSize + filled[bucket]++;
            Quantize(_weights.Row(feature), row);
            table.SetRow(slot, (ushort)ids[feature], row);
        }
        return table;
    }

    private void Quantize(ReadOnlySpan<float> row, Span<sbyte> target)
    {
        for (int i = 0; i < row.Length; i++)
            target[i] = (sbyte)Math.Clamp(MathF.Round(row[i] / Scales[i]), -MaxLevel, MaxLevel);
    }

    private float Scale(int output)
    {
        float[] magnitudes = Array.ConvertAll(_features, feature => MathF.Abs(_weights.Row(feature)[output]));
        Array.Sort(magnitudes);
        float clip = magnitudes.Length == 0 ? 0 : magnitudes[(int)((magnitudes.Length - 1) * ClipShare)];
        return Math.Max(clip, 1e-9f) / MaxLevel;
    }
}
