namespace BatchProcessing.Files;

/// <summary>What is on the disk when so many chunks have been written.</summary>
/// <param name="Chunks">Chunks whose results are written.</param>
/// <param name="Length">Bytes of the results up to there.</param>
/// <param name="Succeeded">Documents with results.</param>
/// <param name="Failed">Documents with an error.</param>
/// <param name="Tally">Their counts, as JSON.</param>
internal sealed record FileStep(int Chunks, long Length, long Succeeded, long Failed, string Tally)
{
    /// <summary>Nothing yet.</summary>
    public static FileStep None { get; } = new(0, 0, 0, 0, "{}");
}
