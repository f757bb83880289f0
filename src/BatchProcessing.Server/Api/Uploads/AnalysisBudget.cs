using BatchProcessing.Documents;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>
/// The bytes of synchronous bodies that this node holds at a time. What a request may bring is taken before the body is
/// read, so that requests at a time cannot pass the budget together. A tenant leaves room for one body of another.
/// </summary>
/// <param name="limits">How many there may be.</param>
internal sealed class AnalysisBudget(IOptions<UploadOptions> limits)
{
    // Results, and what a request costs however small it is.
    private const long LeastBytes = 256 << 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _held = new(StringComparer.Ordinal);

    /// <summary>Bytes that one body may have.</summary>
    public long MaxBodyBytes => MaxBodyBytesOf(limits.Value);

    private long Whole => Math.Max(limits.Value.AnalysisBytesInFlight, LargestBody);

    private long OfTenant => Math.Max(Whole - LargestBody, LargestBody);

    private long LargestBody => Math.Max(MaxBodyBytes, LeastBytes);

    /// <summary>Bytes that one body may have under these limits.</summary>
    public static long MaxBodyBytesOf(UploadOptions options) => Math.Min(options.MaxAnalysisBytes, 8L * options.MaxTextBytes);

    /// <summary>Takes room for one body, which disposing gives back.</summary>
    /// <param name="tenantId">Whose body it is.</param>
    /// <param name="declared">The length that it declares, if any.</param>
    /// <exception cref="UploadRejectedException">There is no room now.</exception>
    public IDisposable Take(string tenantId, long? declared)
    {
        long bytes = Math.Clamp(declared ?? LargestBody, LeastBytes, LargestBody);
        lock (_lock)
        {
            long own = _held.GetValueOrDefault(tenantId), all = _held.Values.Sum();
            if (all + bytes > Whole) throw Full("this node", all, bytes, Whole);
            if (own + bytes > OfTenant) throw Full("your tenant on this node", own, bytes, OfTenant);
            _held[tenantId] = own + bytes;
        }

        return new Room(this, tenantId, bytes);
    }

    private static UploadRejectedException Full(string whose, long held, long bytes, long limit) => new(
        "queue-full", $"Synchronous analyses of {whose} hold {held} bytes; {bytes} more would pass the limit of {limit}. Try again soon, or use bulk-upload.");

    private void Give(string tenantId, long bytes)
    {
        lock (_lock)
        {
            if ((_held[tenantId] -= bytes) == 0) _held.Remove(tenantId);
        }
    }

    private sealed class Room(AnalysisBudget budget, string tenantId, long bytes) : IDisposable
    {
        private int _given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0) budget.Give(tenantId, bytes);
        }
    }
}
