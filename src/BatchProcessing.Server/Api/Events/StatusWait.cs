using System.Globalization;
using BatchProcessing.Batches;
using BatchProcessing.Documents;
using BatchProcessing.Live;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Security;
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

    /// <summary>
    /// The batch when it is news, or as it is when the time is over or the node has no place for another watcher; null when
    /// the caller's key is active no more.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="batch">What is known.</param>
    /// <param name="isNews">Says of a state whether it is waited for.</param>
    /// <param name="time">How long at most.</param>
    public async Task<Batch?> ForAsync(HttpContext context, Batch batch, Func<Batch, bool> isNews, TimeSpan time)
    {
        if (time == TimeSpan.Zero || isNews(batch)) return batch;
        using IDisposable? place = limit.TryEnter(batch.TenantId);
        if (place is null) return batch;
        using var over = new CancellationTokenSource(time, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, over.Token, lifetime.ApplicationStopping);
        var right = new StreamRight(Caller.Find(context)!, context.RequestServices, ending);
        Task looking = LookAsync(right, ending.Token);
        try
        {
            await foreach (Batch newer in watch.FollowAsync(batch, ending.Token))
            {
                batch = newer;
                if (isNews(batch)) break;
            }
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The time is over; what is known is the answer.
        }

        await ending.CancelAsync();
        await looking;
        return right.IsLost ? null : batch;
    }

    private async Task LookAsync(StreamRight right, CancellationToken ending)
    {
        try
        {
            while (await right.IsKeptAsync()) await Task.Delay(right.Interval, clock, ending);
        }
        catch (OperationCanceledException)
        {
            // The wait is over.
        }
    }
}
