using BatchProcessing.Documents;
using BatchProcessing.Outages;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Security;
using BatchProcessing.Tenants;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>The right of one who uploads, which its key may lose before the body has come.</summary>
/// <param name="caller">Who uploads.</param>
/// <param name="keys">Where keys are looked up.</param>
/// <param name="interval">How often to look while the body comes.</param>
/// <param name="clock">Measures it.</param>
internal sealed class UploadRight(Caller caller, KnownKeys keys, TimeSpan interval, TimeProvider clock)
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);

    private long _looked = clock.GetTimestamp();

    /// <summary>The right of a request's caller.</summary>
    public static UploadRight Of(HttpContext context)
    {
        IServiceProvider services = context.RequestServices;
        TimeSpan remembered = services.GetRequiredService<IOptions<TenantOptions>>().Value.KeyCacheTime;
        return new UploadRight(
            Caller.Find(context)!, services.GetRequiredService<KnownKeys>(), remembered > ShortestInterval ? remembered : ShortestInterval,
            services.GetRequiredService<TimeProvider>());
    }

    /// <summary>The same body, which ends with the right.</summary>
    public Stream Watch(Stream body) => new WatchedBody(body, this);

    /// <summary>Looks at the key.</summary>
    /// <exception cref="UploadRejectedException">It is active no more.</exception>
    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        _looked = clock.GetTimestamp();
        if (await keys.IsStillActiveAsync(caller, cancellationToken)) return;
        throw new UploadRejectedException(
            ProblemType.Unauthenticated, "The key was revoked or has expired while the upload came in; nothing of it was kept.");
    }

    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        if (clock.GetElapsedTime(_looked) < interval) return;
        try
        {
            await CheckAsync(cancellationToken);
        }
        catch (OutageException)
        {
            // The database may be back before it is needed, when the key is looked at for the last time.
        }
    }

    private sealed class WatchedBody(Stream body, UploadRight right) : ForwardOnlyStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await body.ReadAsync(buffer, cancellationToken);
            await right.LookAsync(cancellationToken);
            return read;
        }

        public override async ValueTask DisposeAsync()
        {
            await body.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}
