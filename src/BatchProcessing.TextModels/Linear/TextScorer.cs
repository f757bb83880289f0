using System.Runtime.Intrinsics;
using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.TextModels.Linear;

/// <summary>
/// Scores texts with the models of a <see cref="TextModelSet"/>. Holds scratch memory, so use one for each worker; it is
/// not thread-safe. For linear models it allocates nothing for a text once its buffers have grown to the longest text.
/// </summary>
public sealed class TextScorer
{
    private readonly LinearTextModel?[] _linear;
    private readonly RuntimeScorers? _others;
    private readonly bool _readsFeatures;
    private readonly TextFeatures _features = new();
    private readonly int[] _totals;
    private readonly float[] _scores;

    internal TextScorer(ITextModel[] models)
    {
        _linear = [.. models.Select(model => model as LinearTextModel)];
        _readsFeatures = models.Length == 0 || _linear.Any(model => model is not null);
        _others = _linear.Any(model => model is null) ? new RuntimeScorers(models) : null;
        int outputs = _linear.Max(model => model?.Outputs) ?? 0;
        (_totals, _scores) = (new int[FeatureTable.TotalsLength(outputs)], new float[outputs]);
    }

    /// <summary>Reads the next text from UTF-8: finds and hashes its words. Bytes that are not UTF-8 separate words.</summary>
    public void Read(ReadOnlySpan<byte> utf8)
    {
        if (_readsFeatures) _features.Read(utf8);
        _others?.Read(utf8);
    }

    /// <summary>Reads the next text from UTF-16: finds and hashes its words. Unpaired surrogates separate words.</summary>
    public void Read(ReadOnlySpan<char> text)
    {
        if (_readsFeatures) _features.Read(text);
        _others?.Read(text);
    }

    /// <summary>Scores the text read last.</summary>
    /// <param name="model">Index of the model in the set.</param>
    /// <param name="probabilities">
    /// Receives a probability for each label; they sum to 1, or are independent when the model is multi-label. Those of
    /// linear models are calibrated.
    /// </param>
    /// <returns>Index of the most probable label.</returns>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> is shorter than the labels.</exception>
    public int Score(int model, Span<float> probabilities)
    {
        if (_linear[model] is not { } linear) return _others!.Score(model, probabilities);
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
        if (options.NounKinds)
            AddGroup(model, _features.NounKinds(), totals, scores);
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
