using System.Runtime.CompilerServices;

namespace BatchProcessing.Server.Api.Events;

/// <summary>Ends the streams of readers that take nothing.</summary>
internal static class WriteLimit
{
    /// <summary>The same items; aborts when one is not written after so long, which is when the next is asked for.</summary>
    /// <param name="items">What is written one by one.</param>
    /// <param name="limit">How long writing one may take.</param>
    /// <param name="abort">Ends the connection: a write that hangs listens to nothing else.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public static async IAsyncEnumerable<T> WithWriteLimit<T>(
        this IAsyncEnumerable<T> items,
        TimeSpan limit,
        Action abort,
        TimeProvider clock,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using ITimer late = clock.CreateTimer(_ => abort(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await foreach (T item in items.WithCancellation(cancellationToken))
        {
            late.Change(limit, Timeout.InfiniteTimeSpan);
            yield return item;
            late.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
