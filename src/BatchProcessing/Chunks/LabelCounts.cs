using System.Text.Json;
using BatchProcessing.Analyses;
using BatchProcessing.Batches;

namespace BatchProcessing.Chunks;

/// <summary>Counts the labels of a chunk in plain arrays, so that counting a document allocates and hashes nothing.</summary>
internal sealed class LabelCounts(AnalysisPlan plan)
{
    /// <summary>The key of documents for which an analysis has no label.</summary>
    private const string NoLabel = "none";

    private readonly int[][][] _counts =
        [.. plan.Analyses.Select(_ => plan.Models.Models.Select(m => new int[m.Labels.Count]).ToArray())];

    private readonly int[] _none = new int[plan.Analyses.Count];

    /// <summary>Counts the labels that a result line shows: one an analysis.</summary>
    public static void AddLine(ReadOnlySpan<byte> line, Tally tally)
    {
        var reader = new Utf8JsonReader(line);
        using JsonDocument result = JsonDocument.ParseValue(ref reader);
        foreach (JsonProperty member in result.RootElement.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("label", out JsonElement label))
                tally.Add(member.Name, label.GetString() ?? NoLabel, 1);
        }
    }

    public void Count(ReadOnlySpan<Prediction> predictions)
    {
        for (int i = 0; i < predictions.Length; i++)
        {
            Prediction p = predictions[i];
            if (p.HasLabel) _counts[i][p.Model][p.Label]++;
            else _none[i]++;
        }
    }

    public void AddTo(Tally tally)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            string group = plan.Analyses[i].Name;
            tally.Add(group, NoLabel, _none[i]);
            for (int m = 0; m < _counts[i].Length; m++)
            {
                IReadOnlyList<string> labels = plan.Models.Models[m].Labels;
                for (int l = 0; l < labels.Count; l++) tally.Add(group, labels[l], _counts[i][m][l]);
            }
        }
    }
}
