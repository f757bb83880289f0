using BatchProcessing.Jobs;
using BatchProcessing.Retention;
using Hangfire;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Hangfire.Jobs;

/// <summary>The sweep and retention as recurring jobs: one for all nodes that share the queues.</summary>
/// <param name="recurring">Keeps them.</param>
/// <param name="jobs">The interval of the sweep.</param>
/// <param name="retention">The interval of retention.</param>
public sealed class RecurringWork(IRecurringJobManager recurring, IOptions<JobOptions> jobs, IOptions<RetentionOptions> retention)
{
    private static readonly RecurringJobOptions Options = new() { MisfireHandling = MisfireHandlingMode.Relaxed };

    /// <summary>Makes sure that both are there with today's intervals.</summary>
    public void Ensure()
    {
        Ensure(Job.Sweep, jobs.Value.SweepInterval);
        Ensure(Job.Retention, retention.Value.Interval);
    }

    /// <summary>Runs both now.</summary>
    public void Trigger()
    {
        recurring.Trigger(IdOf(Job.Sweep));
        recurring.Trigger(IdOf(Job.Retention));
    }

    private static string IdOf(Job job) => job.Kind.ToString().ToLowerInvariant();

    private void Ensure(Job job, TimeSpan interval) =>
        recurring.AddOrUpdate(IdOf(job), ServiceJob.ToHangfire(job), CronInterval.Of(interval), Options);
}
