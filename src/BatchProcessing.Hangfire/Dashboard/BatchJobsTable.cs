using BatchProcessing.Overview;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>The jobs that worked on a batch, from its own chunks: none is here that did not.</summary>
internal static class BatchJobsTable
{
    /// <summary>The latest are shown.</summary>
    public const int Shown = 20;

    public static NonEscapedString Of(RazorPage page, IReadOnlyList<BatchJob> jobs) => jobs.Count == 0 ? Markup.Empty : Markup.Of($"""
        <h3>Jobs <small>the slices that worked on this batch{(jobs.Count < Shown ? "" : $", the latest {Shown}")}</small></h3>
        <div class="table-responsive"><table class="table table-condensed bp-jobs">
        <thead><tr><th>Job</th><th>Node</th><th class="align-right">Chunks</th><th class="align-right">Documents</th><th>Worked here</th></tr></thead>
        <tbody>{Markup.Join(jobs.Select(j => Row(page, j)))}</tbody>
        </table></div>
        <p class="text-muted">Chunks that another job claimed later are counted there. A job's own page lists all batches of its slice; it is kept for an hour.</p>
        """);

    private static NonEscapedString Row(RazorPage page, BatchJob job) => Markup.Of($"""
        <tr>
          <td>{BatchLinks.Job(page, job.Place.JobId)}</td><td>{job.Place.Node}</td>
          <td class="align-right">{job.Chunks:N0}</td><td class="align-right">{job.Documents:N0}</td>
          <td>{(job.Running > 0
              ? Markup.Of($"""<span class="label label-info">{job.Running:N0} in hand</span>""")
              : Markup.Of($"{Durations.Short(job.LastChange - job.FirstClaim)}, {BatchMarkup.Time(page, job.LastChange)}"))}</td>
        </tr>
        """);
}
