using System.Diagnostics;
using System.Text.Json.Nodes;

namespace BatchProcessing.Torture.Client;

/// <summary>Waits until all batches have ended, or nothing moves any more.</summary>
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
                JsonNode? status = await client.GetBatchAsync(batch, _random);
                string seen = status?.ToJsonString() ?? "";
                if (seen != open[batch]) still.Restart();
                if (status?["endedAt"] is not null) open.Remove(batch);
                else open[batch] = seen;
            }

            await Task.Delay(Pause);
        }
    }
}
