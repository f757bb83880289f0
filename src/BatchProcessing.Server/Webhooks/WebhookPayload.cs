using System.Text.Json;
using BatchProcessing.Batches;
using BatchProcessing.Server.Api;

namespace BatchProcessing.Server.Webhooks;

/// <summary>What a receiver is told of a batch's end.</summary>
internal static class WebhookPayload
{
    /// <param name="batch">The batch as it has ended.</param>
    /// <param name="kind">The event.</param>
    public static string Of(Batch batch, string kind) => JsonSerializer.Serialize(
        new
        {
            type = kind,
            timestamp = batch.EndedAt!.Value.UtcDateTime,
            data = new
            {
                batchId = batch.Id,
                name = batch.Name,
                status = batch.Status.ToWire(),
                outcome = batch.Outcome,
                stopReason = batch.StopReason,
                run = batch.Run,
                counts = DocumentCounts.Of(batch),
                links = BatchLinks.Of(batch.Id),
            },
        },
        JsonSerializerOptions.Web);
}
