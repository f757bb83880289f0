using BatchProcessing.Live;
using BatchProcessing.Outages;
using BatchProcessing.Server.Security;
using BatchProcessing.Tenants;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Api.Events;

/// <summary>The right of one who reads a stream or waits, which its key may lose meanwhile.</summary>
/// <param name="caller">The reader.</param>
/// <param name="services">The request's services.</param>
/// <param name="stream">Cancelled when the right is lost.</param>
internal sealed class StreamRight(Caller caller, IServiceProvider services, CancellationTokenSource stream)
{
    private readonly KnownKeys _keys = services.GetRequiredService<KnownKeys>();

    /// <summary>How often to look: as often as the key is read anew, but no more often than batches are.</summary>
    public TimeSpan Interval { get; } = Longer(
        services.GetRequiredService<IOptions<TenantOptions>>().Value.KeyCacheTime,
        services.GetRequiredService<IOptions<LiveOptions>>().Value.PollInterval);

    /// <summary>Whether a look has found the key active no more.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Looks at the key, and cancels the stream when it is active no more.</summary>
    /// <returns>False when it was cancelled.</returns>
    public async ValueTask<bool> IsKeptAsync()
    {
        try
        {
            if (await _keys.IsStillActiveAsync(caller, stream.Token)) return true;
            IsLost = true;
            await stream.CancelAsync();
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (OutageException)
        {
            // Without a database the stream has nothing new to tell; the next look tries again.
            return true;
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
