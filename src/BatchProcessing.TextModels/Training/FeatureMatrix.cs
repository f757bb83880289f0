namespace BatchProcessing.TextModels.Training;

/// <summary>Sparse rows of features: compressed row storage.</summary>
/// <param name="RowStarts">Where each row starts in the other arrays; one entry more than rows.</param>
/// <param name="Features">Feature numbers.</param>
/// <param name="Values">Their values: occurrences over the square root of the row's n-grams.</param>
/// <param name="FeatureCount">Distinct features.</param>
internal sealed record FeatureMatrix(int[] RowStarts, int[] Features, float[] Values, int FeatureCount)
{
    public int Rows => RowStarts.Length - 1;

    public ReadOnlySpan<int> FeaturesOf(int row) => Features.AsSpan(RowStarts[row]..RowStarts[row + 1]);

    public ReadOnlySpan<float> ValuesOf(int row) => Values.AsSpan(RowStarts[row]..RowStarts[row + 1]);

    /// <summary>Number of rows that have each feature.</summary>
    public int[] DocumentFrequencies()
    {
        var frequencies = new int[FeatureCount];
        foreach (int feature in Features)
            frequencies[feature]++;
        return frequencies;
    }
}
