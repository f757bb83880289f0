using System.Security.Claims;
using BatchProcessing.Tenants;

namespace BatchProcessing.Server.Security;

/// <summary>Who a request acts for, and what it may do. It comes from the credential, never from the request's content.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Scopes">What may be done.</param>
/// <param name="KeyId">The key that was shown; null for a request of the own machine while the service has no keys.</param>
internal sealed record Caller(TenantAccount Tenant, KeyScopes Scopes, string? KeyId = null)
{
    /// <summary>The claim that holds one scope.</summary>
    public const string ScopeClaim = "scope";

    private const string TenantClaim = "tenant";

    /// <summary>The caller of an authenticated request, or null.</summary>
    public static Caller? Find(HttpContext context) => context.Features.Get<Caller>();

    /// <summary>The same as authorization policies look at it.</summary>
    public ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(
        [new Claim(TenantClaim, Tenant.Id), .. Scopes.Names().Select(s => new Claim(ScopeClaim, s))], scheme, TenantClaim, roleType: null));
}
