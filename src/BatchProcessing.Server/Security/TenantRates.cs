using System.Globalization;
using System.Threading.RateLimiting;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Tenants;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Security;

/// <summary>
/// How much a tenant may ask of this node: requests a minute, told in the headers <c>RateLimit</c> and
/// <c>RateLimit-Policy</c> (draft-ietf-httpapi-ratelimit-headers), and uploads at a time.
/// </summary>
internal sealed class TenantRates(IOptions<TenantOptions> options, TimeProvider clock) : IConfigureOptions<RateLimiterOptions>, IDisposable
{
    /// <summary>The policy of routes that receive documents: so many at a time.</summary>
    public const string Uploads = "uploads";

    private const string Submissions = "submissions";
    private const string Reads = "reads";

    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, Allowance>(context =>
        AllowanceOf(context, options.Value) is { } allowance
            ? RateLimitPartition.Get(allowance, a => new MinuteWindow(a.Permits, clock))
            : RateLimitPartition.GetNoLimiter(new Allowance("", "", 0)));

    /// <inheritdoc/>
    public void Configure(RateLimiterOptions limiter)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = _limiter;
        limiter.OnRejected = (context, _) => new ValueTask(RefuseAsync(context));
        limiter.AddPolicy(Uploads, context => Caller.Find(context) is { } caller
            ? RateLimitPartition.GetConcurrencyLimiter(
                new Allowance(caller.Tenant.Id, Uploads, options.Value.LimitsOf(caller.Tenant).ConcurrentUploads),
                a => new ConcurrencyLimiterOptions { PermitLimit = a.Permits })
            : RateLimitPartition.GetNoLimiter(new Allowance("", "", 0)));
    }

    /// <summary>Tells a caller what it has left.</summary>
    public void Tell(HttpContext context)
    {
        if (AllowanceOf(context, options.Value) is not { } allowance) return;
        long left = _limiter.GetStatistics(context)?.CurrentAvailablePermits ?? allowance.Permits;
        int seconds = (int)Math.Ceiling(MinuteWindow.LeftAt(clock.GetUtcNow()).TotalSeconds);
        IHeaderDictionary headers = context.Response.Headers;
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{allowance.Kind}\";q={allowance.Permits};w=60");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{allowance.Kind}\";r={left};t={seconds}");
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

    private static Allowance? AllowanceOf(HttpContext context, TenantOptions options)
    {
        if (Caller.Find(context) is not { } caller) return null;
        TenantLimits limits = options.LimitsOf(caller.Tenant);
        return context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy == ScopePolicies.Submit
            ? new Allowance(caller.Tenant.Id, Submissions, limits.SubmissionsPerMinute)
            : new Allowance(caller.Tenant.Id, Reads, limits.ReadsPerMinute);
    }

    private Task RefuseAsync(OnRejectedContext rejected)
    {
        HttpContext context = rejected.HttpContext;
        Tell(context);
        // What is left of a refused body is not read: the connection ends with the answer.
        if (!HttpMethods.IsGet(context.Request.Method) && context.Request.ContentLength != 0) context.Response.Headers.Connection = "close";
        Allowance allowance = AllowanceOf(context, options.Value)!.Value;
        if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter))
        {
            SetRetryAfter(context, retryAfter);
            return Problem.Of(ProblemType.RateLimited, $"The tenant may make {allowance.Permits} {allowance.Kind} a minute.").ExecuteAsync(context);
        }

        SetRetryAfter(context, TimeSpan.FromSeconds(1));
        int uploads = options.Value.LimitsOf(Caller.Find(context)!.Tenant).ConcurrentUploads;
        return Problem.Of(ProblemType.TooManyUploads, $"The tenant has {uploads} uploads in progress, its limit; try again soon.").ExecuteAsync(context);
    }

    private static void SetRetryAfter(HttpContext context, TimeSpan time) =>
        context.Response.Headers.RetryAfter = ((int)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>What is limited together: another limit of a tenant counts from the start.</summary>
    private readonly record struct Allowance(string TenantId, string Kind, int Permits);
}
