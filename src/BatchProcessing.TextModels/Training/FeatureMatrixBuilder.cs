using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>Turns texts into a <see cref="FeatureMatrix"/> with the very code that scores them later.</summary>
internal sealed class FeatureMatrixBuilder(FeatureOptions options, FeatureVocabulary vocabulary, bool addFeatures)
{
    private readonly TextFeatures _text = new();
    private readonly List<int> _rowStarts = [0];
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
        AddAll(_text.Unigrams, weight);
        AddAll(bigrams, weight);
        AddAll(skipBigrams, weight);
        if (options.Openings)
            AddGroup(_text.Openings());
        if (options.HasCharacterNgrams)
            AddGroup(_text.Characters(options));
        _rowStarts.Add(_count);
    }

    public FeatureMatrix Build()
        => new([.. _rowStarts], _features.AsSpan(0, _count).ToArray(), _values.AsSpan(0, _count).ToArray(), vocabulary.Count);

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
