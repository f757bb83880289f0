namespace BatchProcessing.Suspects;

/// <summary>What a worker of an earlier process held when that process ended.</summary>
/// <param name="BatchId">The batch of its chunk.</param>
/// <param name="FirstOrdinal">The chunk.</param>
/// <param name="Fence">The lease: the crumb says nothing of a later one.</param>
/// <param name="Place">
/// The ordinal of the document that was being analysed, or one of the negative places of <see cref="Breadcrumb"/>.
/// </param>
public readonly record struct Crumb(Guid BatchId, long FirstOrdinal, long Fence, long Place);
