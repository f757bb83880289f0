namespace BatchProcessing.TextModels.Training;

/// <summary>Sparse rows of features: compressed row storage.</summary>
/// <param name="RowStarts">Where each row starts in the other arrays; one entry more than rows.</param>
/// <param name="Features">Feature numbers.</param>
/// <param name="Values">Their values: occurrences over the square root of the row's n-grams.</param>
/// <param name="Factors">What learning multiplies each distinct feature by; scoring does not, as weights take it in.</param>
internal sealed record FeatureMatrix(int[] RowStarts, int[] Features, float[] Values, float[] Factors)
{
    /// <summary>Distinct features.</summary>
    public int FeatureCount => Factors.Length;

    public int Rows => RowStarts.Length - 1;

    public ReadOnlySpan<int> FeaturesOf(int row) => Features.AsSpan(RowStarts[row]..RowStarts[row + 1]);

    public ReadOnlySpan<float> ValuesOf(int row) => Values.AsSpan(RowStarts[row]..RowStarts[row + 1]);

    /// <summary>The same rows with only some of the features, numbered by their place in <paramref name="kept"/>.</summary>
    public FeatureMatrix Keep(ReadOnlySpan<int> kept)
    {
        if (kept.Length == FeatureCount && AreInPlace(kept))
            return this;
        (var numbers, var factors) = (new int[FeatureCount], new float[kept.Length]);
        for (int i = 0; i < kept.Length; i++)
            (numbers[kept[i]], factors[i]) = (i + 1, Factors[kept[i]]);
        int entries = Features.Count(feature => numbers[feature] > 0);
        (var rowStarts, var features, var values) = (new int[RowStarts.Length], new int[entries], new float[entries]);
        int count = 0;
        for (int row = 0; row < Rows; row++)
        {
            for (int k = RowStarts[row]; k < RowStarts[row + 1]; k++)
            {
                if (numbers[Features[k]] is > 0 and var number)
                    (features[count], values[count++]) = (number - 1, Values[k]);
            }
            rowStarts[row + 1] = count;
        }
        return new FeatureMatrix(rowStarts, features, values, factors);
    }

    private static bool AreInPlace(ReadOnlySpan<int> numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] != i)
                return false;
        }

        return true;
    }

    /// <summary>Number of rows that have each feature.</summary>
    public int[] DocumentFrequencies()
    {
        var frequencies = new int[FeatureCount];
        foreach (int feature in Features)
            frequencies[feature]++;
        return frequencies;
    }
}
