using BatchProcessing.Jobs;
using Quartz;

namespace BatchProcessing.Server.Jobs;

/// <summary>Jobs as one-off firings of Quartz.NET, one named scheduler with workers of its own for each lane.</summary>
/// <param name="services">Holds a scheduler factory under the name of each lane.</param>
public sealed class QuartzJobEngine(IServiceProvider services) : IJobEngine
{
    /// <summary>The name of a lane's scheduler.</summary>
    public static string SchedulerOf(Lane lane) => $"lane-{lane}".ToLowerInvariant();

    /// <inheritdoc/>
    public async Task EnqueueAsync(Job job, TimeSpan delay, CancellationToken cancellationToken)
    {
        var schedulers = services.GetRequiredKeyedService<ISchedulerFactory>(SchedulerOf(job.Lane));
        IScheduler lane = await schedulers.GetScheduler(cancellationToken);
        if (lane.Status == SchedulerStatus.Shutdown) return;
        // A waiting firing of the same name does the same work: keep it. One that waits for later must not keep a job
        // from running now.
        string name = delay > TimeSpan.Zero ? $"{job.Name}:later" : job.Name;
        var options = new OneOffJobOptions { Name = name, OnConflict = TriggerConflict.Keep, RequestRecovery = true };
        await lane.ScheduleJob<QuartzJob, Job>(job, delay, options, cancellationToken);
    }
}
