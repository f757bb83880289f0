using System.Text;

namespace BatchProcessing.TextModels.Training;

/// <summary>Labelled texts in memory, as UTF-8, with label indexes.</summary>
internal sealed class TrainingRows
{
    private readonly List<byte[]> _texts = [];
    private readonly List<int[]> _labels = [];

    public int Count => _texts.Count;

    public IReadOnlyList<byte[]> Texts => _texts;

    /// <summary>Label indexes of each row, ascending; one when labels are exclusive, none for a label the model does not have.</summary>
    public IReadOnlyList<int[]> Labels => _labels;

    public double MeanBytes => Count == 0 ? 0 : _texts.Average(text => (double)text.Length);

    public static TrainingRows From(IEnumerable<LabeledText> rows, LabelSet labels)
    {
        var result = new TrainingRows();
        foreach (LabeledText row in rows)
            result.Add(Encoding.UTF8.GetBytes(row.Text), labels.IndexesOf(row.Label));
        return result;
    }

    public void Add(byte[] text, int[] labels)
    {
        _texts.Add(text);
        _labels.Add(labels);
    }
}
