namespace BatchProcessing.TextModels.Training;

/// <summary>
/// What the machines of a training take, known before any of it is taken: a feature has its scaling and, in every run, its
/// weight; a row has its diagonal and, in every run, its dual variable; all for every machine.
/// </summary>
internal static class TrainingMemory
{
    /// <summary>Bytes of the machines, folded weights aside.</summary>
    public static long BytesOf(long rows, long features, int outputs, int runs) =>
        (rows + features) * SupportVectorEnsemble.MachineCount(outputs) * sizeof(float) * (1 + runs);

    /// <summary>Refuses a training that would take more than it may.</summary>
    /// <exception cref="TrainingDataException">It would; the message says how much, and of what.</exception>
    public static void Check(long rows, long features, int outputs, long? limit)
    {
        long bytes = BytesOf(rows, features, outputs, runs: 1);
        if (bytes > limit)
        {
            throw new TrainingDataException(
                $"The training would take {bytes} bytes of memory for {rows} rows, {features} n-grams and {outputs} outputs, more than {limit}; fewer rows or labels take less.");
        }
    }
}
