using BatchProcessing.Jobs;
using Hangfire;
using Hangfire.Storage;
using Hangfire.Storage.Monitoring;

namespace BatchProcessing.Hangfire.Jobs;

/// <summary>Looks into the queues.</summary>
/// <param name="storage">Where they are.</param>
public sealed class WaitingJobs(JobStorage storage)
{
    private const int PageSize = 1_000;

    /// <summary>The names of the jobs that wait in a lane for a worker.</summary>
    public HashSet<string> NamesIn(Lane lane)
    {
        IMonitoringApi monitoring = storage.GetMonitoringApi();
        HashSet<string> names = [];
        for (int from = 0; ; from += PageSize)
        {
            JobList<EnqueuedJobDto> page = monitoring.EnqueuedJobs(LaneQueue.Of(lane), from, PageSize);
            foreach (EnqueuedJobDto? waiting in page.Select(p => p.Value))
            {
                if (waiting is { InEnqueuedState: true } && ServiceJob.FromHangfire(waiting.Job, lane) is { } job) names.Add(job.Name);
            }

            if (page.Count < PageSize) return names;
        }
    }

    /// <summary>Nodes whose servers take jobs of a lane.</summary>
    public int CountNodes(Lane lane) => storage.GetMonitoringApi().Servers().Count(s => s.Queues.Contains(LaneQueue.Of(lane)));
}
