using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Tenants;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Security;

/// <summary>
/// Finds out who a request acts for, by its key. While the service has no keys, a request of its own machine acts as the
/// tenant <c>default</c>, and no other is let in.
/// </summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    KnownKeys keys,
    FailedKeys failures,
    TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "Key";

    /// <summary>What the header <c>WWW-Authenticate</c> says of a key that is not good.</summary>
    public const string InvalidToken = $"{Realm}, error=\"invalid_token\"";

    /// <summary>What it says of a key that has not the scope <c>admin</c>.</summary>
    public const string NoAdmin = $"{Realm}, error=\"insufficient_scope\", scope=\"admin\"";

    private const string Realm = "Bearer realm=\"BatchProcessing\"";

    // Browsers ask for a name and a password then.
    private const string PasswordRealm = "Basic realm=\"BatchProcessing: any name, a key of scope admin\", charset=\"UTF-8\"";

    private (string Type, string Detail) _refusal = (ProblemType.Unauthenticated, "Send a key: Authorization: Bearer <key>, or X-Api-Key: <key>.");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Health must answer while the database of keys is away.
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null) return AuthenticateResult.NoResult();
        if (PresentedKey.TryRead(Request, out string? text)) return await KeyAsync(text);
        if (await keys.FindLocalTenantAsync(Context.RequestAborted) is not { } local) return AuthenticateResult.NoResult();
        if (LocalRequest.FaultOf(Context) is { } fault)
        {
            return Refuse(ProblemType.LocalOnly,
                $"The service has no keys, so it answers requests of its own machine only, and {fault}. Make a key with 'keys create' of the command line.");
        }

        return Accept(new Caller(local, KeyScopes.All));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_refusal.Type == ProblemType.Unauthenticated)
            Response.Headers.WWWAuthenticate = KeyAsPassword.IsAllowed(Context) ? PasswordRealm : Request.Headers.Authorization.Count > 0 ? InvalidToken : Realm;
        if (_refusal.Type == ProblemType.RateLimited)
            Response.Headers.RetryAfter = ((int)Math.Ceiling(failures.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return WriteAsync(_refusal.Type, _refusal.Detail);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        string? scope = Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy;
        Response.Headers.WWWAuthenticate = $"{Realm}, error=\"insufficient_scope\"{(scope is null ? "" : $", scope=\"{scope}\"")}";
        return WriteAsync(ProblemType.Forbidden, scope is null ? "The key does not allow this." : $"The key has not the scope '{scope}'.");
    }

    private async Task<AuthenticateResult> KeyAsync(string? text)
    {
        IPAddress? client = Context.Connection.RemoteIpAddress;
        ApiKey? key = text is null ? null : ApiKey.TryParse(text);
        // Those that are known to be good go on from there: others may share the address.
        if (failures.AreTooMany(client) && (key is null || !keys.HasSeen(key)))
        {
            return Refuse(ProblemType.RateLimited,
                $"{failures.Max} keys that nobody has came from your address within this minute, the limit; send a good one in the next.");
        }

        if (key is null) return Failed(client, "The request has no well-formed key, or more than one credential.");
        TenantKey? known = await keys.FindAsync(key.Id, Context.RequestAborted);
        // A wrong secret and an unknown id look the same.
        if (!key.Matches(known?.Key.Hash ?? "") || known is null) return Failed(client, "The key is unknown.");
        if (known.Key.RevokedAt is not null) return Refuse(ProblemType.Unauthenticated, "The key was revoked.");
        return known.Key.IsActive(clock.GetUtcNow())
            ? Accept(new Caller(known.Tenant, known.Key.Scopes, key.Id))
            : Refuse(ProblemType.Unauthenticated, "The key has expired.");
    }

    private AuthenticateResult Failed(IPAddress? client, string detail)
    {
        failures.Add(client);
        return Refuse(ProblemType.Unauthenticated, detail);
    }

    private AuthenticateResult Accept(Caller caller)
    {
        Context.Features.Set(caller);
        return AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(Scheme.Name), Scheme.Name));
    }

    private AuthenticateResult Refuse(string type, string detail)
    {
        _refusal = (type, detail);
        return AuthenticateResult.Fail(detail);
    }

    private Task WriteAsync(string type, string detail)
    {
        // What is left of a refused body is not read: the connection ends with the answer.
        if (!HttpMethods.IsGet(Request.Method) && Request.ContentLength != 0) Response.Headers.Connection = "close";
        return Problem.Of(type, detail).ExecuteAsync(Context);
    }
}
