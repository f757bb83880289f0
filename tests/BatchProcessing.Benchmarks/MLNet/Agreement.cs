namespace BatchProcessing.Benchmarks.MLNet;

/// <summary>How well given labels agree with the true ones, counted in one way for all models.</summary>
/// <param name="Accuracy">Share of rows with the true label.</param>
/// <param name="MacroF1">Mean F1 over the labels that occur in the rows.</param>
internal readonly record struct Agreement(double Accuracy, double MacroF1)
{
    public static Agreement Of(IReadOnlyList<(string True, string Given)> rows)
    {
        IEnumerable<double> f1 = rows.Select(r => r.True).Distinct(StringComparer.Ordinal).Select(label =>
        {
            int right = rows.Count(r => r.True == label && r.Given == label);
            return 2.0 * right / (rows.Count(r => r.True == label) + rows.Count(r => r.Given == label));
        });
        return new Agreement((double)rows.Count(r => r.True == r.Given) / rows.Count, f1.Average());
    }
}
