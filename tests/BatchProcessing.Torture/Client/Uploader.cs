using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace BatchProcessing.Torture.Client;

/// <summary>A client that uploads one batch after the other, repeats what was not answered, and remembers every promise.</summary>
/// <param name="index">Which of the uploaders this is, from 0.</param>
/// <param name="uploaders">How many there are; each has its own upload numbers.</param>
/// <param name="client">The way to the nodes.</param>
/// <param name="receiver">Is told of the end of every batch.</param>
/// <param name="log">Where promises are written down.</param>
/// <param name="options">Chooses the uploads.</param>
/// <param name="counts">Where answers are counted.</param>
/// <param name="violations">Where wrong answers go.</param>
internal sealed class Uploader(
    int index, int uploaders, ServiceClient client, WebhookReceiver receiver, AcceptedLog log, TortureOptions options,
    UploadCounts counts, Violations violations)
{
    // So many batches may be unfinished before the next upload waits: nodes shall die at work, not under a backlog.
    private const int MostOpen = 10;
    private const int NumbersOfASeed = 100_000;
    private const int RepeatOneIn = 6;
    private const int WaitOneIn = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Queue<Guid> _open = new();
    private readonly Random _random = new(options.Seed + index);

    /// <summary>Uploads until it is told to stop; the upload in hand is brought to its answer.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        Guid? last = null;
        for (int i = 0; !stop.IsCancellationRequested; i++)
        {
            int number = (options.Seed * NumbersOfASeed) + (i * uploaders) + index;
            Guid? after = i % WaitOneIn == 0 ? last : null;
            if (await UploadAsync(number, after, abort) is not { } batch) continue;
            last = batch;
            _open.Enqueue(batch);
            if (i % RepeatOneIn == 0) await RepeatAsync(number, after, batch, abort);
            while (_open.Count >= MostOpen && !stop.IsCancellationRequested) await DropEndedAsync();
        }
    }

    /// <summary>A client that did not see its answer: the same upload under the same key is the same batch.</summary>
    private async Task RepeatAsync(int number, Guid? after, Guid batch, CancellationToken abort)
    {
        if (await UploadAsync(number, after, abort) is not { } again) return;
        violations.Require(again == batch, $"Upload {number}: became batch {batch}, and batch {again} when it was repeated.");
    }

    /// <summary>Sends an upload until it is accepted.</summary>
    /// <returns>The batch that is promised; null when the upload was refused or is given up.</returns>
    private async Task<Guid?> UploadAsync(int number, Guid? after, CancellationToken abort)
    {
        GeneratedBatch batch = GeneratedBatch.Make(number, options.Size);
        string key = string.Create(CultureInfo.InvariantCulture, $"upload-{number}");
        string told = string.Create(CultureInfo.InvariantCulture, $"&webhookUrl={receiver.Root}{number}");
        string waits = after is { } predecessor ? $"&after={predecessor}&afterOutcome=any" : "";
        for (; !abort.IsCancellationRequested; await Task.Delay(Pause, CancellationToken.None))
        {
            if (!client.HasNode) continue;
            switch (await client.UploadAsync(key, told + waits, batch.Body, _random))
            {
                case { Status: HttpStatusCode.Accepted } answer:
                    return Accept(answer.Body, number, after);
                case { Status: HttpStatusCode.Conflict or >= HttpStatusCode.InternalServerError } answer:
                    counts.AddRefused((int)answer.Status);
                    break;
                case { } refusal:
                    counts.AddRefused((int)refusal.Status);
                    violations.Add($"Upload {number} was refused with {(int)refusal.Status}: {refusal.Body}");
                    return null;
                default:
                    counts.AddUnanswered();
                    break;
            }
        }

        return null;
    }

    private Guid Accept(string body, int number, Guid? after)
    {
        var batch = (Guid)JsonNode.Parse(body)!["batchId"]!;
        log.Append(new AcceptedBatch(batch, number, after));
        counts.AddAccepted();
        return batch;
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
