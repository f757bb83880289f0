using System.Globalization;
using BatchProcessing.Batches;
using BatchProcessing.Documents;
using BatchProcessing.Live;
using BatchProcessing.Server.Api.Problems;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Api.Events;

/// <summary>Lets a status request wait for news: the long poll of those who cannot hold a stream.</summary>
internal sealed class StatusWait(
    BatchWatch watch, WatcherLimit limit, IOptions<LiveOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <summary>Reads the parameter <c>wait</c>: whole seconds, with or without an <c>s</c>.</summary>
    /// <exception cref="UploadRejectedException">It is not 0 to the longest wait.</exception>
    public TimeSpan Parse(string? wait)
    {
        if (string.IsNullOrEmpty(wait)) return TimeSpan.Zero;
        ReadOnlySpan<char> digits = wait.EndsWith('s') ? wait.AsSpan(0, wait.Length - 1) : wait;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            && seconds <= options.Value.MaxWait.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new UploadRejectedException(
                ProblemType.Validation,
                $"wait is '{(wait.Length <= 20 ? wait : wait[..20])}' but must be 0 to {options.Value.MaxWait.TotalSeconds:0} seconds, for example 30s.");
    }

    /// <summary>The batch when it is news, or as it is when the time is over or the node has no place for another watcher.</summary>
    /// <param name="batch">What is known.</param>
    /// <param name="isNews">Says of a state whether it is waited for.</param>
    /// <param name="time">How long at most.</param>
    /// <param name="cancellationToken">Ends the wait with an exception: nobody wants the answer.</param>
    public async Task<Batch> ForAsync(Batch batch, Func<Batch, bool> isNews, TimeSpan time, CancellationToken cancellationToken)
    {
        if (time == TimeSpan.Zero || isNews(batch)) return batch;
        using IDisposable? place = limit.TryEnter();
        if (place is null) return batch;
        using var over = new CancellationTokenSource(time, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token, lifetime.ApplicationStopping);
        try
        {
            await foreach (Batch newer in watch.FollowAsync(batch, ending.Token))
            {
                batch = newer;
                if (isNews(batch)) break;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over; what is known is the answer.
        }

        return batch;
    }
}
