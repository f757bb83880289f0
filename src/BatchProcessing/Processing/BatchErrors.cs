namespace BatchProcessing.Processing;

/// <summary>Puts the errors of chunks in their place in the whole input.</summary>
internal static class BatchErrors
{
    /// <summary>Turns indexes within a chunk into indexes of the input.</summary>
    public static IReadOnlyList<BatchError> Shift(IReadOnlyList<BatchError> errors, long first) =>
        errors.Count == 0 || first == 0
            ? errors
            : [.. errors.Select(error => error with { Index = error.Index + first })];

    /// <summary>The outputs without those of failed items.</summary>
    public static IReadOnlyList<T> Succeeded<T>(T[] outputs, List<BatchError> errors)
    {
        if (errors.Count == 0)
            return outputs;
        var failed = errors.Select(static error => error.Index).ToHashSet();
        return [.. outputs.Where((_, index) => !failed.Contains(index))];
    }
}
