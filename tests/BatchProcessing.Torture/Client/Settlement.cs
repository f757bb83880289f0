using System.Diagnostics;
using System.Text.Json.Nodes;

namespace BatchProcessing.Torture.Client;

/// <summary>Waits until all batches have run to their ends, or nothing moves any more.</summary>
internal sealed class Settlement(ServiceClient client, TimeSpan patience)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Random _random = new(0);

    /// <summary>Waits for batches that were promised.</summary>
    public async Task WaitAsync(IEnumerable<AcceptedBatch> batches)
    {
        Dictionary<Guid, string> open = batches.DistinctBy(b => b.BatchId).ToDictionary(b => b.BatchId, _ => "");
        var still = Stopwatch.StartNew();
        while (open.Count > 0 && still.Elapsed < patience)
        {
            foreach (Guid batch in open.Keys.ToList())
            {
                JsonNode? batchNow = await client.GetBatchAsync(batch, _random);
                string seen = batchNow?.ToJsonString() ?? "";
                if (seen != open[batch]) still.Restart();
                open[batch] = seen;
                if (!await GoesOnAsync(batch, batchNow)) open.Remove(batch);
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>
    /// Whether a batch has come to its whole end. One that was cancelled when all of its documents had succeeded has nothing
    /// to be retried.
    /// </summary>
    public static bool IsWhole(JsonNode batch) => (string?)batch["status"] switch
    {
        "completed" => true,
        "cancelled" => (long)batch["counts"]!["succeeded"]! == (long)batch["counts"]!["total"]!,
        _ => false,
    };

    /// <summary>Undoes what an operator did.</summary>
    /// <returns>Whether there is more to wait for.</returns>
    private async Task<bool> GoesOnAsync(Guid batch, JsonNode? now)
    {
        var status = (string?)now?["status"];
        if (now is not null && IsWhole(now)) return false;
        if (status is "paused") await client.PostAsync($"/api/batches/{batch}/resume", _random);
        if (status is "cancelled") await client.PostAsync($"/api/batches/{batch}/retry", _random);
        return status is not ("completed" or "failed");
    }
}
