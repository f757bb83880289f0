using System.Reflection;
using BatchProcessing.Jobs;
using Hangfire;
using Hangfire.Server;
using HangfireJob = Hangfire.Common.Job;
using Job = BatchProcessing.Jobs.Job;

namespace BatchProcessing.Hangfire.Jobs;

/// <summary>
/// What Hangfire calls. Stored jobs name this class, its method and its arguments: they stay as they are over releases.
/// The lane is the queue.
/// </summary>
/// <param name="handler">Does the work.</param>
public sealed class ServiceJob(IJobHandler handler)
{
    private static readonly MethodInfo Run = typeof(ServiceJob).GetMethod(nameof(RunAsync))!;

    /// <summary>Does the work of a job. What it throws is shown in the dashboard, and the sweep makes up for it: Hangfire's own retries are off.</summary>
    /// <param name="kind">The name of a <see cref="JobKind"/>, and behind an @ whose work it is, for a pump of a tenant.</param>
    /// <param name="targetId">The batch or model version it is about; all zeros for maintenance.</param>
    /// <param name="slot">Which of a batch's parallel pumps, from 0.</param>
    /// <param name="context">Filled in by Hangfire.</param>
    /// <param name="cancellationToken">Filled in by Hangfire: the server is stopping, or somebody deleted the job.</param>
    /// <returns>What it worked on: Hangfire keeps it with the job's last state and shows it on the job's page.</returns>
    [AutomaticRetry(Attempts = 0)]
    [OneWaiting]
    [ReadableName]
    public async Task<string?> RunAsync(string kind, Guid targetId, int slot, PerformContext? context, CancellationToken cancellationToken)
    {
        Lane lane = LaneQueue.LaneOf(context?.BackgroundJob.Job.Queue);
        Job job = Read(kind, lane, targetId, slot) ?? throw new ArgumentException($"'{kind}' is no kind of job.", nameof(kind));
        string? worked = await handler.RunAsync(job, context?.BackgroundJob.Id, cancellationToken);
        // What a stopping server broke off goes back to its queue, for another node.
        cancellationToken.ThrowIfCancellationRequested();
        return worked;
    }

    /// <summary>A job as Hangfire stores it.</summary>
    internal static HangfireJob ToHangfire(Job job) => new(
        typeof(ServiceJob), Run, [KindOf(job), job.TargetId, job.Slot, null!, CancellationToken.None], LaneQueue.Of(job.Lane));

    /// <summary>Reads a stored job; null when it is none of this service's.</summary>
    /// <param name="stored">The job.</param>
    /// <param name="lane">The lane where the job does not say it: Redis' lists of jobs leave the queue out.</param>
    internal static Job? FromHangfire(HangfireJob? stored, Lane lane = Lane.Batch) =>
        stored is { Args: [string kind, Guid targetId, int slot, ..] } && stored.Type == typeof(ServiceJob)
            ? Read(kind, stored.Queue is { } queue ? LaneQueue.LaneOf(queue) : lane, targetId, slot)
            : null;

    private static string KindOf(Job job) => job.TenantId is null ? job.Kind.ToString() : $"{job.Kind}@{job.TenantId}";

    private static Job? Read(string kind, Lane lane, Guid targetId, int slot)
    {
        string[] parts = kind.Split('@', 2);
        return Enum.TryParse(parts[0], out JobKind known) ? new Job(known, lane, targetId, slot, parts.ElementAtOrDefault(1)) : null;
    }
}
