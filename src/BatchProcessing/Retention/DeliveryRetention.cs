using BatchProcessing.Webhooks;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Retention;

/// <summary>Forgets deliveries that ended as long ago as batches are kept; those that are still tried stay, whatever became of their batch.</summary>
public sealed class DeliveryRetention(IDeliveryStore deliveries, IOptions<RetentionOptions> options)
{
    private const int PageSize = 1000;

    /// <summary>Forgets all that are due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int forgotten;
        do forgotten = await deliveries.DeleteEndedAsync(options.Value.KeepFor, PageSize, cancellationToken);
        while (forgotten == PageSize);
    }
}
