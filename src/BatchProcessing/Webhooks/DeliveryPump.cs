using System.Diagnostics;
using BatchProcessing.Faults;
using BatchProcessing.Jobs;
using BatchProcessing.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Webhooks;

/// <summary>One time slice of delivering what is due, then back to the tail of the lane.</summary>
public sealed class DeliveryPump(
    IDeliveryStore deliveries,
    IWebhookSender sender,
    DeliverySchedule schedule,
    TenantShares shares,
    IJobEngine engine,
    IOptions<WebhookOptions> options,
    IOptions<JobOptions> jobs,
    TimeProvider clock,
    ILogger<DeliveryPump> logger)
{
    /// <summary>Runs one slice.</summary>
    public async Task RunAsync(Job job, CancellationToken stopping)
    {
        long start = clock.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            if (clock.GetElapsedTime(start) >= jobs.Value.TimeSlice)
            {
                await engine.EnqueueAsync(job, TimeSpan.Zero, stopping);
                return;
            }

            // The try itself and as long again for the commits around it.
            if (await deliveries.ClaimAsync(2 * options.Value.Timeout, options.Value.MaxPerHost, shares.Full, stopping) is not { } lease) return;
            await TryInShareAsync(lease, stopping);
        }
    }

    private async Task TryInShareAsync(DeliveryLease lease, CancellationToken stopping)
    {
        string tenant = lease.Delivery.TenantId;
        if (!shares.TryEnter(tenant))
        {
            // Others have claimed for the tenant at the same time.
            await deliveries.ReleaseAsync(lease, CancellationToken.None);
            return;
        }

        try
        {
            await TryAsync(lease, stopping);
        }
        finally
        {
            shares.Leave(tenant);
        }
    }

    private async Task TryAsync(DeliveryLease lease, CancellationToken stopping)
    {
        using Activity? span = BatchTrace.StartDelivery(lease);
        DeliveryAttempt attempt;
        try
        {
            attempt = await sender.SendAsync(lease, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await deliveries.ReleaseAsync(lease, CancellationToken.None);
            return;
        }

        FaultPoint.Reach(FaultPoint.AfterWebhookSent);
        await RecordAsync(lease, attempt);
    }

    private async Task RecordAsync(DeliveryLease lease, DeliveryAttempt attempt)
    {
        Delivery delivery = lease.Delivery;
        string came = attempt.Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? attempt.Error ?? "";
        TimeSpan? delay = attempt.IsGone ? null : schedule.DelayAfter(delivery.Attempts, attempt.RetryAfter);
        bool isRecorded = attempt.IsTaken
            ? await deliveries.DeliverAsync(lease, attempt, CancellationToken.None)
            : delay is { } wait
                ? await deliveries.PostponeAsync(lease, attempt, wait, CancellationToken.None)
                : await deliveries.GiveUpAsync(lease, attempt, CancellationToken.None);
        // The host alone: paths and queries of webhooks are often secret.
        if (!isRecorded)
            logger.LogWarning("Delivery {DeliveryId}: its lease was lost while {Host} was tried", delivery.Id, delivery.Url.IdnHost);
        else if (attempt.IsTaken)
            logger.LogInformation("Delivery {DeliveryId}: {Event} of batch {BatchId} taken by {Host}", delivery.Id, delivery.Event, delivery.BatchId, delivery.Url.IdnHost);
        else
            logger.LogWarning("Delivery {DeliveryId}: try {Attempt} at {Host} came to {Came}; next in {Delay}", delivery.Id, delivery.Attempts, delivery.Url.IdnHost, came, delay);
    }
}
