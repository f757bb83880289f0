using BatchProcessing.Batches;

namespace BatchProcessing.Overview;

/// <summary>Reads failed documents out of results.</summary>
public interface IFailedDocuments
{
    /// <summary>The first failed documents of a batch, in the order of its input.</summary>
    /// <exception cref="IOException">The results cannot be read now.</exception>
    Task<IReadOnlyList<FailedDocument>> FirstAsync(Batch batch, int limit, CancellationToken cancellationToken);
}

/// <summary>A document that failed.</summary>
/// <param name="Ordinal">Its 0-based place in the input.</param>
/// <param name="Id">Its id.</param>
/// <param name="File">The file it came from, or null.</param>
/// <param name="Line">The line of its table on which it starts, or null.</param>
/// <param name="Code">A stable code.</param>
/// <param name="Message">Why, for people.</param>
public sealed record FailedDocument(long Ordinal, string Id, string? File, long? Line, string Code, string Message);
