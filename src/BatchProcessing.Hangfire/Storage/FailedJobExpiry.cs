using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;

namespace BatchProcessing.Hangfire.Storage;

/// <summary>
/// Lets failed jobs go after a day. Hangfire keeps them for a person to run again; here the sweep has done that long
/// before, and in an outage they come every few seconds.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FailedJobExpiry : JobFilterAttribute, IApplyStateFilter
{
    /// <summary>How long a failed job stays to be looked at.</summary>
    public static TimeSpan KeepFor { get; } = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(transaction);
        if (context.NewState is FailedState) transaction.ExpireJob(context.BackgroundJob.Id, KeepFor);
    }

    /// <inheritdoc/>
    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
    }
}
