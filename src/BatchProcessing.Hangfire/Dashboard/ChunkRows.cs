using BatchProcessing.Overview;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>Chunks in rows: attempts, last error, node and job.</summary>
internal static class ChunkRows
{
    /// <summary>A table of chunks.</summary>
    /// <param name="page">The page.</param>
    /// <param name="chunks">The chunks.</param>
    /// <param name="withBatch">Whether they are of different batches.</param>
    /// <param name="now">Tells which of them wait for their next attempt.</param>
    public static NonEscapedString Of(RazorPage page, IEnumerable<ChunkTrace> chunks, bool withBatch, DateTimeOffset now) => Markup.Of($"""
        <div class="table-responsive"><table class="table table-condensed">
        <thead><tr>{(withBatch ? Markup.Of($"<th>Batch</th>") : Markup.Empty)}<th>Documents</th><th>State</th>
        <th class="align-right">Attempts</th><th class="align-right">Succeeded</th><th class="align-right">Failed</th>
        <th>Job</th><th>Node</th><th>Last error</th></tr></thead>
        <tbody>{Markup.Join(chunks.Select(c => Row(page, c, withBatch, now)))}</tbody>
        </table></div>
        """);

    private static NonEscapedString Row(RazorPage page, ChunkTrace chunk, bool withBatch, DateTimeOffset now) => Markup.Of($"""
        <tr>{(withBatch ? Markup.Of($"""<td class="bp-name">{BatchMarkup.Link(page, chunk.BatchId, chunk.BatchName)}</td>""") : Markup.Empty)}<td>{chunk.FirstOrdinal:N0}–{chunk.FirstOrdinal + chunk.Documents - 1:N0}</td><td>{chunk.State}{Note(page, chunk, now)}</td>
          <td class="align-right">{chunk.Attempts:N0}</td><td class="align-right">{chunk.Succeeded:N0}</td><td class="align-right">{chunk.Failed:N0}</td>
          <td>{BatchLinks.Job(page, chunk.Place?.JobId)}</td><td>{chunk.Place?.Node ?? "–"}</td><td class="bp-error">{chunk.LastError}</td></tr>
        """);

    private static NonEscapedString Note(RazorPage page, ChunkTrace chunk, DateTimeOffset now)
    {
        if (chunk.State != "queued") return chunk.IsSuspect ? Markup.Of($", alone") : Markup.Empty;
        NonEscapedString wait = chunk.NotBefore > now ? Markup.Of($", again {BatchMarkup.Time(page, chunk.NotBefore)}") : Markup.Empty;
        return chunk.IsSuspect ? Markup.Of($"{wait}, will run alone: it may have killed its process") : wait;
    }
}
