using System.Collections.Concurrent;
using System.Net;

namespace BatchProcessing.Torture.Client;

/// <summary>
/// A client that cancels, pauses, resumes and retries accepted batches at random. Every document still comes to the end
/// it must: <see cref="Settlement"/> resumes what is paused and retries what was cancelled.
/// </summary>
internal sealed class Operator(ServiceClient client, ConcurrentQueue<Guid> accepted, int seed, Violations violations)
{
    private const int Recent = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private static readonly string[] Moves = ["cancel", "pause", "resume", "retry"];

    private readonly Random _random = new(seed);
    private readonly SortedDictionary<string, int> _done = new(Moves.ToDictionary(m => m, _ => 0), StringComparer.Ordinal);

    /// <summary>How often the service said yes to each move.</summary>
    public IReadOnlyDictionary<string, int> Done => _done;

    /// <summary>Moves one batch after the other until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Pause, CancellationToken.None);
            Guid[] recent = [.. accepted.TakeLast(Recent)];
            if (recent.Length > 0) await MoveAsync(recent[_random.Next(recent.Length)], Moves[_random.Next(Moves.Length)]);
        }
    }

    private async Task MoveAsync(Guid batch, string move)
    {
        switch (await client.PostAsync($"/api/batches/{batch}/{move}", _random))
        {
            case null or { Status: HttpStatusCode.Conflict or >= HttpStatusCode.InternalServerError }:
                break;
            case { Status: HttpStatusCode.Accepted }:
                _done[move]++;
                break;
            case { } answer:
                violations.Add($"Batch {batch}: {move} was answered {(int)answer.Status}: {answer.Body}");
                break;
        }
    }
}
