using BatchProcessing.Batches;
using BatchProcessing.Overview;

namespace BatchProcessing.Server.Api.Results;

/// <summary>Failed documents for the dashboard, as the API lists them.</summary>
internal sealed class FailedDocuments(DocumentList documents) : IFailedDocuments
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<FailedDocument>> FirstAsync(Batch batch, int limit, CancellationToken cancellationToken)
    {
        Page<DocumentSummary> page = await documents.PageAsync(batch, "failed", fromOrdinal: 0, limit, cancellationToken);
        return [.. page.Items.Select(d => new FailedDocument(d.Ordinal, d.Id, d.File, d.Line, d.Error?.Code ?? "", d.Error?.Message ?? ""))];
    }
}
