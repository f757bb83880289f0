using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using BatchProcessing.Batches;

namespace BatchProcessing.Server.Api.Events;

/// <summary>The states of batches as server-sent events.</summary>
internal static class BatchEvents
{
    /// <summary>The batch's status has changed, or this is the first event of the stream.</summary>
    public const string Status = "status";

    /// <summary>Documents have ended; the status is the same.</summary>
    public const string Progress = "progress";

    /// <summary>Nothing has happened; without data, so that browsers do not pass it on.</summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>One event a state. The id is the version of the batch's row.</summary>
    public static async IAsyncEnumerable<SseItem<BatchResponse?>> OfAsync(
        IAsyncEnumerable<Batch> states, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<Guid, BatchStatus> known = [];
        await foreach (Batch batch in states.WithCancellation(cancellationToken))
        {
            bool isNews = !known.TryGetValue(batch.Id, out BatchStatus status) || status != batch.Status;
            if (batch.Status.IsTerminal()) known.Remove(batch.Id);
            else known[batch.Id] = batch.Status;
            yield return new SseItem<BatchResponse?>(BatchResponse.Of(batch), isNews ? Status : Progress)
            {
                EventId = batch.Version.ToString(CultureInfo.InvariantCulture),
            };
        }
    }

    /// <summary>Puts a heartbeat where nothing came for so long, and ends without an error when it is cancelled.</summary>
    /// <param name="events">The events.</param>
    /// <param name="right">Asked before each event and while nothing comes; it cancels the stream that has lost it.</param>
    /// <param name="interval">The time without an event after which a heartbeat comes.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public static async IAsyncEnumerable<SseItem<BatchResponse?>> WithHeartbeatAsync(
        IAsyncEnumerable<SseItem<BatchResponse?>> events,
        StreamRight right,
        TimeSpan interval,
        TimeProvider clock,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using IAsyncEnumerator<SseItem<BatchResponse?>> source = events.GetAsyncEnumerator(cancellationToken);
        // So many looks at the right to a heartbeat that the last of them is on time.
        int looks = (int)Math.Ceiling(interval / right.Interval);
        while (true)
        {
            Task<bool> next = source.MoveNextAsync().AsTask();
            for (int look = 1; !await IsDoneWithinAsync(next, interval / looks, clock); look++)
            {
                if (await right.IsKeptAsync() && look % looks == 0) yield return new SseItem<BatchResponse?>(null, Heartbeat);
            }

            if (next.IsCanceled || !await next || !await right.IsKeptAsync()) yield break;
            yield return source.Current;
        }
    }

    private static async Task<bool> IsDoneWithinAsync(Task task, TimeSpan time, TimeProvider clock)
    {
        try
        {
            await task.WaitAsync(time, clock);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }
}
