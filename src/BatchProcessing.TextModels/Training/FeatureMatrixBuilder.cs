using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>Turns texts into a <see cref="FeatureMatrix"/> with the very code that scores them later.</summary>
/// <param name="options">The n-grams to look at.</param>
/// <param name="vocabulary">Numbers of the n-grams.</param>
/// <param name="addFeatures">
/// Whether n-grams that are not in the vocabulary are added to it, and words to the parts; otherwise they are left out, and
/// the parts of words come with them.
/// </param>
/// <param name="parts">Parts of words; null when there are none.</param>
internal sealed class FeatureMatrixBuilder(FeatureOptions options, FeatureVocabulary vocabulary, bool addFeatures, WordParts? parts)
{
    /// <summary>What learning multiplies the kinds of nouns by: there are many to a text. 0.5 to 1 do alike.</summary>
    private const float NounFactor = 0.7f;

    private readonly TextFeatures _text = new();
    private readonly List<int> _rowStarts = [0];
    private readonly List<float> _factors = [];
    private int[] _features = new int[1 << 16];
    private float[] _values = new float[1 << 16];
    private int[] _lastRow = new int[1 << 16]; // row + 1 that last had a feature
    private int[] _lastPosition = new int[1 << 16];
    private int _count;

    public void Add(ReadOnlySpan<byte> text)
    {
        _text.Read(text);
        ReadOnlySpan<uint> bigrams = options.WordNgrams == 2 ? _text.Bigrams : [];
        ReadOnlySpan<uint> skipBigrams = options.SkipBigrams ? _text.SkipBigrams() : [];
        int ngrams = _text.Unigrams.Length + bigrams.Length + skipBigrams.Length;
        float weight = 1 / MathF.Sqrt(Math.Max(1, ngrams));
        if (parts is null)
            AddAll(_text.Unigrams, weight);
        else
            AddWords(parts, weight);
        AddAll(bigrams, weight);
        AddAll(skipBigrams, weight);
        if (options.Openings)
            AddGroup(_text.Openings());
        SetFactors(1);
        if (options.NounKinds)
            AddGroup(_text.NounKinds());
        SetFactors(NounFactor);
        if (options.HasCharacterNgrams)
            AddGroup(_text.Characters(options));
        SetFactors(1);
        _rowStarts.Add(_count);
    }

    public FeatureMatrix Build()
    {
        SetFactors(1);
        return new FeatureMatrix([.. _rowStarts], _features.AsSpan(0, _count).ToArray(), _values.AsSpan(0, _count).ToArray(), [.. _factors]);
    }

    /// <summary>Gives a factor to the features that were new since the last call.</summary>
    private void SetFactors(float factor)
    {
        while (_factors.Count < vocabulary.Count)
            _factors.Add(factor);
    }

    private void AddWords(WordParts parts, float weight)
    {
        ReadOnlySpan<uint> words = _text.Unigrams;
        for (int i = 0; i < words.Length; i++)
        {
            int word = addFeatures ? vocabulary.FindOrAdd(words[i]) : vocabulary.Find(words[i]);
            if (word < 0)
                continue;
            Add(word, weight);
            if (addFeatures)
                parts.Learn(word, _text.Word(i));
            else
                foreach (int part in parts.Of(word))
                    Add(part, weight);
        }
    }

    private void AddGroup(ReadOnlySpan<uint> ids) => AddAll(ids, 1 / MathF.Sqrt(Math.Max(1, ids.Length)));

    private void AddAll(ReadOnlySpan<uint> ids, float weight)
    {
        foreach (uint id in ids)
        {
            int feature = addFeatures ? vocabulary.FindOrAdd(id) : vocabulary.Find(id);
            if (feature >= 0)
                Add(feature, weight);
        }
    }

    private void Add(int feature, float weight)
    {
        if (feature >= _lastRow.Length)
        {
            Array.Resize(ref _lastRow, Math.Max(feature + 1, 2 * _lastRow.Length));
            Array.Resize(ref _lastPosition, _lastRow.Length);
        }
        int row = _rowStarts.Count;
        if (_lastRow[feature] == row)
        {
            _values[_lastPosition[feature]] += weight;
            return;
        }
        if (_count == _features.Length)
        {
            Array.Resize(ref _features, checked(2 * _count));
            Array.Resize(ref _values, 2 * _count);
        }
        (_lastRow[feature], _lastPosition[feature]) = (row, _count);
        _features[_count] = feature;
        _values[_count++] = weight;
    }
}
