using BatchProcessing.Jobs;
using BatchProcessing.Retention;
using Hangfire;
using Hangfire.Storage;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Hangfire.Jobs;

/// <summary>The sweep and retention as recurring jobs: one for all nodes that share the queues.</summary>
/// <param name="recurring">Keeps them.</param>
/// <param name="storage">Where they are.</param>
/// <param name="jobs">The interval of the sweep.</param>
/// <param name="retention">The interval of retention.</param>
public sealed class RecurringWork(
    IRecurringJobManager recurring, JobStorage storage, IOptions<JobOptions> jobs, IOptions<RetentionOptions> retention)
{
    private static readonly RecurringJobOptions Options = new() { MisfireHandling = MisfireHandlingMode.Relaxed };

    /// <summary>Makes sure that both are there with today's intervals.</summary>
    public void Ensure()
    {
        Ensure(Job.Sweep, jobs.Value.SweepInterval);
        Ensure(Job.Retention, retention.Value.Interval);
    }

    /// <summary>
    /// Whether the sweep has not been asked for in three of its intervals: a node that dies while it holds a recurring job's
    /// lock keeps all others from it until the storage frees the lock.
    /// </summary>
    /// <param name="now">The time.</param>
    public bool IsSweepOverdue(DateTimeOffset now)
    {
        TimeSpan patience = jobs.Value.SweepInterval * 3;
        return Find(Job.Sweep) is not { LastExecution: { } last } || now - last > patience;
    }

    private RecurringJobDto? Find(Job job)
    {
        using IStorageConnection connection = storage.GetConnection();
        return connection.GetRecurringJobs([IdOf(job)]).FirstOrDefault(j => !j.Removed);
    }

    private static string IdOf(Job job) => job.Kind.ToString().ToLowerInvariant();

    // Written when it is missing or another only: writing takes its lock.
    private void Ensure(Job job, TimeSpan interval)
    {
        string cron = CronInterval.Of(interval);
        if (Find(job)?.Cron != cron) recurring.AddOrUpdate(IdOf(job), ServiceJob.ToHangfire(job), cron, Options);
    }
}
