using BatchProcessing.Batches;
using BatchProcessing.Hangfire.Jobs;
using Hangfire.Dashboard;
using Hangfire.Storage;
using HangfireJob = Hangfire.Common.Job;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>The jobs of a batch among those that run or wait and the latest of those that are over.</summary>
internal static class BatchJobsTable
{
    private const int Looked = 500;
    private const int Shown = 10;

    public static NonEscapedString Of(RazorPage page, Batch batch)
    {
        IMonitoringApi monitoring = page.Storage.GetMonitoringApi();
        NonEscapedString[] rows =
        [
            .. monitoring.ProcessingJobs(0, Looked).Select(j => (j.Key, j.Value?.Job, State: "Processing"))
                .Concat(monitoring.EnqueuedJobs(LaneQueue.Of(batch.Lane), 0, Looked).Select(j => (j.Key, j.Value?.Job, State: "Enqueued")))
                .Concat(monitoring.ScheduledJobs(0, Looked).Select(j => (j.Key, j.Value?.Job, State: "Scheduled")))
                .Concat(monitoring.FailedJobs(0, Looked).Select(j => (j.Key, j.Value?.Job, State: "Failed")))
                .Concat(monitoring.SucceededJobs(0, Looked).Select(j => (j.Key, j.Value?.Job, State: "Succeeded")))
                .Where(j => ServiceJob.FromHangfire(j.Job)?.TargetId == batch.Id)
                .Take(Shown)
                .Select(j => Row(page, j.Key, j.Job!, j.State)),
        ];
        return rows.Length == 0 ? Markup.Empty : Markup.Of($"""
            <h3>Jobs</h3>
            <table class="table table-condensed"><tbody>{Markup.Join(rows)}</tbody></table>
            """);
    }

    private static NonEscapedString Row(RazorPage page, string id, HangfireJob job, string state) => Markup.Of($"""
        <tr><td>{page.Html.JobIdLink(id)}</td><td>{page.Html.JobNameLink(id, job, includeQueue: false)}</td><td>{page.Html.StateLabel(state)}</td></tr>
        """);
}
