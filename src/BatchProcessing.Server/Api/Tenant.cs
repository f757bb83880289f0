using BatchProcessing.Server.Security;
using BatchProcessing.Tenants;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Api;

/// <summary>Who a request acts for. It comes from the credential, never from the request's content.</summary>
internal static class Tenant
{
    /// <summary>The tenant of a service without keys, which is reachable from its own machine only.</summary>
    public const string Default = TenantAccount.DefaultId;

    /// <summary>The id of the tenant of a request.</summary>
    public static string Of(HttpContext context) => AccountOf(context).Id;

    /// <summary>The quotas of the tenant of a request.</summary>
    public static TenantLimits LimitsOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<TenantOptions>>().Value.LimitsOf(AccountOf(context));

    /// <summary>The tenant of a request.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is open to requests that act for nobody.</exception>
    public static TenantAccount AccountOf(HttpContext context) =>
        Caller.Find(context)?.Tenant ?? throw new InvalidOperationException($"'{context.Request.Path}' is asked for nobody.");
}
