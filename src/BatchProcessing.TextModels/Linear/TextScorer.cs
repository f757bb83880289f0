using System.Runtime.Intrinsics;

namespace BatchProcessing.TextModels.Linear;

/// <summary>
/// Scores texts with the models of a <see cref="TextModelSet"/>. Holds scratch memory, so use one for each worker; it is
/// not thread-safe. Allocates nothing for a text once its buffers have grown to the longest text.
/// </summary>
public sealed class TextScorer
{
    private readonly LinearTextModel[] _models;
    private readonly TextFeatures _features = new();
    private readonly int[] _totals;
    private readonly float[] _scores;

    internal TextScorer(LinearTextModel[] models)
    {
        _models = models;
        int outputs = models.Length == 0 ? 0 : models.Max(model => model.Outputs);
        (_totals, _scores) = (new int[FeatureTable.TotalsLength(outputs)], new float[outputs]);
    }

    /// <summary>Reads the next text from UTF-8: finds and hashes its words. Bytes that are not UTF-8 separate words.</summary>
    public void Read(ReadOnlySpan<byte> utf8) => _features.Read(utf8);

    /// <summary>Reads the next text from UTF-16: finds and hashes its words. Unpaired surrogates separate words.</summary>
    public void Read(ReadOnlySpan<char> text) => _features.Read(text);

    /// <summary>Scores the text read last.</summary>
    /// <param name="model">Index of the model in the set.</param>
    /// <param name="probabilities">
    /// Receives a calibrated probability for each label; they sum to 1, or are independent when the model is multi-label.
    /// </param>
    /// <returns>Index of the most probable label.</returns>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> is shorter than the labels.</exception>
    public int Score(int model, Span<float> probabilities)
    {
        LinearTextModel linear = _models[model];
        if (probabilities.Length < linear.Labels.Count)
            throw new ArgumentException($"Needs room for {linear.Labels.Count} labels.", nameof(probabilities));
        Span<float> scores = _scores.AsSpan(0, linear.Outputs);
        ComputeScores(linear, scores);
        return Probabilities.FromScores(scores, linear.IsMultiLabel, probabilities[..linear.Labels.Count]);
    }

    internal void ComputeScores(LinearTextModel model, Span<float> scores)
    {
        FeatureOptions options = model.Features;
        model.Biases.CopyTo(scores);
        Span<int> totals = _totals.AsSpan(0, FeatureTable.TotalsLength(model.Outputs));
        totals.Clear();
        ReadOnlySpan<uint> words = options.WordNgrams == 1 ? _features.Unigrams : _features.UnigramsAndBigrams;
        model.Table.Accumulate(words, totals);
        int count = words.Length;
        if (options.SkipBigrams)
        {
            ReadOnlySpan<uint> skipBigrams = _features.SkipBigrams();
            model.Table.Accumulate(skipBigrams, totals);
            count += skipBigrams.Length;
        }
        AddScaled(model, totals, count, scores);
        if (options.Openings)
            AddGroup(model, _features.Openings(), totals, scores);
        if (options.HasCharacterNgrams)
            AddGroup(model, _features.Characters(options), totals, scores);
    }

    /// <summary>Adds the score of n-grams that are divided by the root of their own number.</summary>
    private static void AddGroup(LinearTextModel model, ReadOnlySpan<uint> ngrams, Span<int> totals, Span<float> scores)
    {
        totals.Clear();
        model.Table.Accumulate(ngrams, totals);
        AddScaled(model, totals, ngrams.Length, scores);
    }

    private static void AddScaled(LinearTextModel model, ReadOnlySpan<int> totals, int count, Span<float> scores)
    {
        if (count == 0)
            return;
        float norm = 1 / MathF.Sqrt(count);
        ReadOnlySpan<float> scales = model.Scales;
        int i = 0;
        for (; i <= scores.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> sums = Vector256.ConvertToSingle(Vector256.Create(totals[i..])) * (Vector256.Create(scales[i..]) * norm);
            (Vector256.Create(scores[i..]) + sums).CopyTo(scores[i..]);
        }
        for (; i < scores.Length; i++)
            scores[i] += totals[i] * (scales[i] * norm);
    }
}
