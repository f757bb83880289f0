namespace BatchProcessing.Batches;

/// <summary>Which batches to list, newest first.</summary>
/// <param name="TenantId">Whose batches.</param>
/// <param name="Status">Only those in this status, or all.</param>
/// <param name="NamePart">Only those whose name contains this, ignoring case, or all.</param>
/// <param name="Before">Only those older than this one: the last of the page before.</param>
/// <param name="Limit">How many at most, from 1.</param>
public sealed record BatchQuery(string TenantId, BatchStatus? Status, string? NamePart, Guid? Before, int Limit)
{
    /// <summary>Characters of free text after which the list ends early, so that long rows are not held by the hundred.</summary>
    public int MaxCharacters { get; init; } = int.MaxValue;
}
