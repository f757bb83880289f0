namespace BatchProcessing.Batches;

/// <summary>The next batches of a list.</summary>
/// <param name="Batches">The batches, newest first.</param>
/// <param name="IsCut">Whether it ends before <see cref="BatchQuery.Limit"/> because its rows are long.</param>
public sealed record BatchPart(IReadOnlyList<Batch> Batches, bool IsCut);
