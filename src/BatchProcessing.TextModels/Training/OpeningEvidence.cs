using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>How much the first two words of a text say about its label.</summary>
internal static class OpeningEvidence
{
    /// <summary>
    /// Share of the rows whose label is the commonest among the other rows with the same first two words, less the share
    /// of the commonest label of all. A row whose opening no other row has counts as having the commonest label of all.
    /// </summary>
    public static double Gain(TrainingRows rows)
    {
        if (rows.Count == 0)
            return 0;
        (int commonest, int baseline) = Enumerable.Range(0, rows.Count).CountBy(row => FirstLabel(rows, row)).MaxBy(pair => pair.Value);
        int right = ByOpening(rows).Sum(group => CountRight([.. group.CountBy(row => FirstLabel(rows, row))], commonest));
        return (double)(right - baseline) / rows.Count;
    }

    private static int CountRight(KeyValuePair<int, int>[] labelCounts, int commonest)
    {
        if (labelCounts is [{ Value: 1 } single])
            return single.Key == commonest ? 1 : 0;
        int[] counts = [.. labelCounts.Select(pair => pair.Value).OrderDescending()];
        // A row does not vote for itself.
        return counts.Length == 1 || counts[0] - 1 > counts[1] ? counts[0] : 0;
    }

    private static IEnumerable<IGrouping<uint, int>> ByOpening(TrainingRows rows)
    {
        var text = new TextFeatures();
        var openings = new uint[rows.Count];
        for (int row = 0; row < openings.Length; row++)
        {
            text.Read(rows.Texts[row]);
            openings[row] = text.Bigrams.Length > 1 ? text.Bigrams[1] : 0; // the first pair is the edge and the first word
        }
        return Enumerable.Range(0, openings.Length).GroupBy(row => openings[row]);
    }

    private static int FirstLabel(TrainingRows rows, int row) => rows.Labels[row] is [int first, ..] ? first : -1;
}
