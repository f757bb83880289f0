using System.Globalization;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.MLNet.Training;

/// <summary>
/// What training with FeaturizeText and dual coordinate ascent takes, told from the rows before any of it is taken: for
/// each feature (a word, or three characters in a row) its entry in the dictionary and, for every label, a weight; for each
/// row its features and, for every label, a dual variable. An estimate from above.
/// </summary>
internal sealed class FeaturizedSize(int labels)
{
    private const int BytesOfEntry = 160;
    private const int BytesOfFeature = 12; // an index and a value, in buffers that grow
    private const int TrigramCharacters = 3;

    private readonly HashSet<int> _words = [];
    private readonly HashSet<long> _trigrams = [];
    private long _rows;
    private long _featuresOfRows;

    /// <summary>Bytes so far.</summary>
    public long Bytes =>
        (_words.Count + _trigrams.Count) * (BytesOfEntry + (long)labels * sizeof(float)) + _featuresOfRows * BytesOfFeature + _rows * labels * sizeof(float);

    /// <summary>Refuses rows whose training would take more than it may.</summary>
    /// <exception cref="TrainingDataException">It would; the message says how much, and of what.</exception>
    public static void Check(IReadOnlyCollection<LabeledText> rows, int labels, long limit, CancellationToken cancellationToken)
    {
        var size = new FeaturizedSize(labels);
        foreach (LabeledText row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            size.Add(row.Text);
            if (size.Bytes <= limit) continue;
            throw new TrainingDataException(string.Create(CultureInfo.InvariantCulture,
                $"The training would take more than {limit} bytes of memory: its first {size._rows} rows have {size._words.Count} words and {size._trigrams.Count} character trigrams for {labels} labels; fewer rows or labels take less, and the runtime linear takes less for the same."));
        }
    }

    private void Add(string text)
    {
        _rows++;
        foreach (Range range in text.AsSpan().Split(' '))
        {
            if (range.Start.Value == range.End.Value) continue;
            _words.Add(string.GetHashCode(text.AsSpan(range), StringComparison.OrdinalIgnoreCase));
            _featuresOfRows++;
        }

        for (int i = 0; i + TrigramCharacters <= text.Length; i++)
            _trigrams.Add(((long)char.ToLowerInvariant(text[i]) << 32) | ((long)char.ToLowerInvariant(text[i + 1]) << 16) | char.ToLowerInvariant(text[i + 2]));
        _featuresOfRows += Math.Max(0, text.Length - TrigramCharacters + 1);
    }
}
