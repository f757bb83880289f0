using BatchProcessing.Tenants;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace BatchProcessing.Server.Security;

/// <summary>
/// What each request needs: a policy for each scope, and for whatever names none the answer no, so that an endpoint
/// that somebody forgets to protect is closed.
/// </summary>
internal static class ScopePolicies
{
    public const string Submit = "submit";
    public const string Read = "read";
    public const string Admin = "admin";

    public static IServiceCollection AddKeys(this IServiceCollection services)
    {
        services.AddSingleton<KnownKeys>();
        services.AddSingleton<FailedKeys>();
        services.AddSingleton<KeyIssuer>();
        services.AddAuthentication(KeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, configureOptions: null);
        AuthorizationBuilder policies = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(IsNobodys).Build());
        foreach ((_, string scope) in KeyScopeNames.Known)
            policies.AddPolicy(scope, policy => policy.RequireAuthenticatedUser().RequireClaim(Caller.ScopeClaim, scope));
        return services;
    }

    public static void UseKeys(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>
    /// The group of all that tenants call. An endpoint in it that names no policy needs <c>read</c> for GET and
    /// <c>submit</c> for anything else.
    /// </summary>
    public static RouteGroupBuilder MapTenantApi(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("");
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (endpoint.Metadata.Any(m => m is IAuthorizeData or IAllowAnonymous)) return;
            bool reads = endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault() is { } methods
                && methods.HttpMethods.All(m => HttpMethods.IsGet(m) || HttpMethods.IsHead(m));
            endpoint.Metadata.Add(new AuthorizeAttribute(reads ? Read : Submit));
        });
        return group;
    }

    // No route, or a route whose method or content type does not fit: the router's own answer, which says no more.
    private static bool IsNobodys(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.GetEndpoint() is not { Metadata.Count: > 0 };
}
