using BatchProcessing.Jobs;
using Hangfire;
using Hangfire.Dashboard;
using HangfireJob = Hangfire.Common.Job;
using Job = BatchProcessing.Jobs.Job;

namespace BatchProcessing.Hangfire.Jobs;

/// <summary>What a job is called in the dashboard.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadableName() : JobDisplayNameAttribute("{0} {1}")
{
    /// <inheritdoc/>
    public override string Format(DashboardContext context, HangfireJob job) =>
        ServiceJob.FromHangfire(job) is { } known ? Of(known) : base.Format(context, job);

    /// <summary>
    /// The name of a job as a person reads it. A slice works for whichever batch of its tenant waits longest, not for the
    /// one that asked for it: what it worked on is its result.
    /// </summary>
    internal static string Of(Job job) => job.Kind switch
    {
        JobKind.Pump when job.TenantId is { } tenant => $"Slice of tenant {tenant}, lane {LaneQueue.Of(job.Lane)}, place {job.Slot + 1}",
        JobKind.Pump => $"Slice for a chunk of batch {Short(job.TargetId)} that was put back",
        JobKind.FinalizeBatch => $"Batch {Short(job.TargetId)} continuation after all chunks",
        JobKind.TrainModel => $"Model {Short(job.TargetId)} training",
        JobKind.DeliverWebhook => "Webhook deliveries slice",
        _ => job.TargetId == Guid.Empty ? job.Kind.ToString() : $"{job.Kind} {Short(job.TargetId)}",
    };

    /// <summary>The first half of an id: the time, to the millisecond, at which it was made.</summary>
    internal static string Short(Guid id) => $"{id.ToString()[..13]}…";
}
