using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace BatchProcessing.Torture.Client;

/// <summary>A client that uploads one batch after the other, repeats what was not answered, and remembers every promise.</summary>
/// <param name="index">Which of the uploaders this is, from 0.</param>
/// <param name="uploaders">How many there are; each has its own upload numbers.</param>
/// <param name="client">The way to the nodes.</param>
/// <param name="log">Where promises are written down.</param>
/// <param name="options">Chooses the uploads.</param>
/// <param name="counts">Where answers are counted.</param>
/// <param name="violations">Where wrong answers go.</param>
internal sealed class Uploader(
    int index, int uploaders, ServiceClient client, AcceptedLog log, TortureOptions options, UploadCounts counts,
    Violations violations)
{
    // So many batches may be unfinished before the next upload waits: nodes shall die at work, not under a backlog.
    private const int MostOpen = 10;
    private const int NumbersOfASeed = 100_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Queue<Guid> _open = new();
    private readonly Random _random = new(options.Seed + index);

    /// <summary>Uploads until it is told to stop; the upload in hand is brought to its answer.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        for (int number = (options.Seed * NumbersOfASeed) + index; !stop.IsCancellationRequested; number += uploaders)
        {
            await UploadAsync(number, abort);
            while (_open.Count >= MostOpen && !stop.IsCancellationRequested) await DropEndedAsync();
        }
    }

    private async Task UploadAsync(int number, CancellationToken abort)
    {
        GeneratedBatch batch = GeneratedBatch.Make(number, options.Size);
        string key = string.Create(CultureInfo.InvariantCulture, $"upload-{number}");
        for (; !abort.IsCancellationRequested; await Task.Delay(Pause, CancellationToken.None))
        {
            if (!client.HasNode) continue;
            switch (await client.UploadAsync(key, batch.Body, _random))
            {
                case { Status: HttpStatusCode.Accepted } answer:
                    Accept(answer.Body, number);
                    return;
                case { Status: HttpStatusCode.Conflict or >= HttpStatusCode.InternalServerError }:
                    counts.AddRefused();
                    break;
                case { } refusal:
                    counts.AddRefused();
                    violations.Add($"Upload {number} was refused with {(int)refusal.Status}: {refusal.Body}");
                    return;
                default:
                    counts.AddUnanswered();
                    break;
            }
        }
    }

    private void Accept(string body, int number)
    {
        var batch = (Guid)JsonNode.Parse(body)!["batchId"]!;
        log.Append(new AcceptedBatch(batch, number));
        counts.AddAccepted();
        _open.Enqueue(batch);
    }

    private async Task DropEndedAsync()
    {
        for (int i = _open.Count; i > 0; i--)
        {
            Guid batch = _open.Dequeue();
            if ((await client.GetBatchAsync(batch, _random))?["endedAt"] is null) _open.Enqueue(batch);
        }

        await Task.Delay(Pause);
    }
}
