using System.Text;
using System.Text.Json;

namespace BatchProcessing.Reports;

/// <summary>Counts the labels and confidences of one analysis.</summary>
/// <param name="name">The analysis.</param>
internal sealed class LabelTally(string name)
{
    private const int MaxLabelCharacters = 1024;

    private static readonly double[] Bands = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

    private readonly List<string> _names = [];
    private readonly List<long> _counts = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly long[] _bands = new long[Bands.Length - 1];
    private long _withoutLabel;
    private double _confidence;

    /// <summary>The analysis.</summary>
    public string Name => name;

    /// <summary>Its member in a result line.</summary>
    public byte[] Property { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>The index of the label of the line that is being read, or -1 when it has none.</summary>
    public int Last { get; private set; }

    /// <summary>The label of an index.</summary>
    public string NameOf(int label) => _names[label];

    /// <summary>Begins a line.</summary>
    public void Begin() => Last = -1;

    /// <summary>Reads the analysis' object; the reader stands at its beginning.</summary>
    public void Read(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isLabel = json.ValueTextEquals("label"u8);
            bool isConfidence = json.ValueTextEquals("confidence"u8);
            json.Read();
            if (isLabel && json.TokenType == JsonTokenType.String) Last = Count(ref json);
            else if (isLabel) _withoutLabel++;
            else if (isConfidence) Count(json.GetDouble());
            else json.Skip();
        }
    }

    /// <summary>The counts so far.</summary>
    public ReportAnalysis ToReport()
    {
        long labelled = _counts.Sum();
        return new ReportAnalysis(
            name,
            Shares.Of(_names.Zip(_counts), labelled),
            _withoutLabel,
            labelled == 0 ? null : Math.Round(_confidence / labelled, 4),
            [.. _bands.Select((count, i) => new ConfidenceBand(Bands[i], Bands[i + 1], count, Shares.Of(count, labelled)))]);
    }

    private int Count(ref Utf8JsonReader json)
    {
        Span<char> buffer = stackalloc char[MaxLabelCharacters];
        ReadOnlySpan<char> label = json.ValueSpan.Length <= MaxLabelCharacters ? buffer[..json.CopyString(buffer)] : json.GetString();
        if (!_indexes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(label, out int index))
        {
            index = _names.Count;
            _names.Add(label.ToString());
            _counts.Add(0);
            _indexes.Add(_names[index], index);
        }

        _counts[index]++;
        return index;
    }

    private void Count(double confidence)
    {
        _confidence += confidence;
        int band = 0;
        while (band < _bands.Length - 1 && confidence >= Bands[band + 1]) band++;
        _bands[band]++;
    }
}
