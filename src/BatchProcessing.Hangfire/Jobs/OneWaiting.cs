using Hangfire.Client;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;
using Job = BatchProcessing.Jobs.Job;

namespace BatchProcessing.Hangfire.Jobs;

/// <summary>
/// Creates no job whose twin waits already, so that pumps do not multiply. A twin that runs is none: it may have looked
/// at its batch before what the new one is for. Under each name stands the id of the job last created, and the state of
/// that job says whether it waits; a lost row lets one job more in, never one too few.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWaiting : JobFilterAttribute, IClientFilter
{
    private const string IdField = "Id";
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);
    private static readonly TimeSpan TwinCountsFor = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public void OnCreating(CreatingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.InitialState is ScheduledState || ServiceJob.FromHangfire(context.Job) is not { } job) return;
        string? last = ((JobStorageConnection)context.Connection).GetValueFromHash(KeyOf(job), IdField);
        context.Canceled = last is not null && Waits(context.Connection.GetStateData(last));
    }

    /// <inheritdoc/>
    public void OnCreated(CreatedContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.BackgroundJob is not { } created || context.InitialState is ScheduledState) return;
        if (ServiceJob.FromHangfire(context.Job) is not { } job) return;
        using var transaction = (JobStorageTransaction)context.Connection.CreateWriteTransaction();
        transaction.SetRangeInHash(KeyOf(job), [new(IdField, created.Id)]);
        transaction.ExpireHash(KeyOf(job), Forgotten);
        transaction.Commit();
    }

    // A node that dies between taking a job and saying so leaves it enqueued, though it waits in no queue until the storage
    // gives it out again. So a twin counts for a while only; a queue that is longer gets a job more, which is harmless.
    private static bool Waits(StateData? state) =>
        state?.Name == EnqueuedState.StateName
        && state.Data.TryGetValue(nameof(EnqueuedState.EnqueuedAt), out string? at)
        && DateTime.UtcNow - JobHelper.DeserializeDateTime(at) < TwinCountsFor;

    private static string KeyOf(Job job) => $"batch-processing:{LaneQueue.Of(job.Lane)}:{job.Name}";
}
