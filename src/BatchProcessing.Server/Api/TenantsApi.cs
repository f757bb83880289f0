using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Security;
using BatchProcessing.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BatchProcessing.Server.Api;

/// <summary>Tenants and their keys: for the service's administrators.</summary>
internal static class TenantsApi
{
    private const int MaxBodyBytes = 64 << 10;

    public static void MapTenants(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/tenants").WithTags("Tenants")
            .WithMetadata(new RequestSizeLimitAttribute(SmallBody.Bytes))
            .RequireAuthorization(ScopePolicies.Admin).WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        group.MapPost("/", AddAsync)
            .WithName("AddTenant").WithSummary("Add a tenant")
            .Produces<TenantResponse>(StatusCodes.Status201Created).ProducesProblems(400, 409);
        group.MapGet("/", ListAsync)
            .WithName("ListTenants").WithSummary("List tenants by id")
            .Produces<Page<TenantResponse>>().ProducesProblems(400);
        group.MapGet("/{id}", GetAsync)
            .WithName("GetTenant").WithSummary("A tenant's tier and quotas")
            .Produces<TenantResponse>().ProducesProblems(404);
        group.MapPut("/{id}", ChangeAsync)
            .WithName("ChangeTenant").WithSummary("Give a tenant another tier and other quotas")
            .WithDescription("Batches that are there keep their lane. Nodes know within some seconds (`Tenants:KeyCacheTime`).")
            .Produces<TenantResponse>().ProducesProblems(400, 404);
        group.MapPost("/{id}/keys", MakeKeyAsync)
            .WithName("MakeKey").WithSummary("Make a key of a tenant")
            .WithDescription("The answer is the only place where the key is shown. A tenant has at most two active keys of the same "
                + "scopes: the one in use, and the one that is to take its place.")
            .Produces<MadeKey>(StatusCodes.Status201Created).ProducesProblems(400, 404, 409);
        group.MapGet("/{id}/keys", ListKeysAsync)
            .WithName("ListKeys").WithSummary("The keys of a tenant, newest first; revoked and expired ones too")
            .Produces<IReadOnlyList<KeyResponse>>().ProducesProblems(404);
        group.MapDelete("/{id}/keys/{keyId}", RevokeKeyAsync)
            .WithName("RevokeKey").WithSummary("Revoke a key for ever")
            .WithDescription("Every node refuses it within some seconds (`Tenants:KeyCacheTime`). May be repeated. Name it by its id: a whole key is refused.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblems(400, 404);
    }

    private static async Task<IResult> AddAsync(HttpContext context, [FromBody] TenantRequest request, [FromServices] ITenantStore store)
    {
        TenantAccount tenant = TenantRequests.ToTenant(request, request.Id);
        return await store.AddTenantAsync(tenant, context.RequestAborted)
            ? TypedResults.Created($"/api/tenants/{tenant.Id}", TenantResponse.Of((await store.FindTenantAsync(tenant.Id, context.RequestAborted))!))
            : Problem.Of(ProblemType.TenantExists, $"There is a tenant '{tenant.Id}' already.");
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] ITenantStore store, [FromQuery] string? cursor = null, [FromQuery] string? limit = null)
    {
        int size = PageLimit.Parse(limit);
        IReadOnlyList<TenantAccount> tenants = await store.ListTenantsAsync(Cursor.ToTenant(cursor), size + 1, context.RequestAborted);
        string? next = tenants.Count > size ? Cursor.AfterTenant(tenants[size - 1].Id) : null;
        return TypedResults.Ok(new Page<TenantResponse>([.. tenants.Take(size).Select(TenantResponse.Of)], next));
    }

    private static async Task<IResult> GetAsync(HttpContext context, string id, [FromServices] ITenantStore store) =>
        await store.FindTenantAsync(id, context.RequestAborted) is { } tenant ? TypedResults.Ok(TenantResponse.Of(tenant)) : NoTenant(id);

    private static async Task<IResult> ChangeAsync(
        HttpContext context, string id, [FromBody] TenantRequest request, [FromServices] ITenantStore store, [FromServices] KnownKeys keys)
    {
        if (await store.FindTenantAsync(id, context.RequestAborted) is null) return NoTenant(id);
        if (request.Id is not null && request.Id != id) return Problem.Of(ProblemType.Validation, $"id: a tenant's id cannot be changed from '{id}'.");
        await store.ChangeTenantAsync(TenantRequests.ToTenant(request, id), context.RequestAborted);
        keys.Forget();
        return TypedResults.Ok(TenantResponse.Of((await store.FindTenantAsync(id, context.RequestAborted))!));
    }

    private static async Task<IResult> MakeKeyAsync(
        HttpContext context,
        string id,
        [FromBody] KeyRequest request,
        [FromServices] KeyIssuer issuer,
        [FromServices] KnownKeys keys,
        [FromServices] TimeProvider clock)
    {
        KeyScopes scopes = TenantRequests.ToScopes(request);
        if (request.ExpiresAt <= clock.GetUtcNow()) return Problem.Of(ProblemType.Validation, $"expiresAt is {request.ExpiresAt:O}, which is over.");
        (ApiKey? key, KeyAddition result) = await issuer.CreateAsync(id, scopes, request.ExpiresAt, context.RequestAborted);
        if (result == KeyAddition.NoTenant) return NoTenant(id);
        if (key is null)
        {
            return Problem.Of(ProblemType.TooManyKeys,
                $"The tenant '{id}' has {KeyIssuer.MaxActive} active keys of the scopes {scopes.ToWire()}, the limit; revoke one first.");
        }

        keys.Forget();
        return TypedResults.Created($"/api/tenants/{id}/keys", new MadeKey(key.Id, id, scopes.Names(), request.ExpiresAt, key.Text));
    }

    private static async Task<IResult> ListKeysAsync(
        HttpContext context, string id, [FromServices] ITenantStore store, [FromServices] TimeProvider clock)
    {
        if (await store.FindTenantAsync(id, context.RequestAborted) is null) return NoTenant(id);
        IReadOnlyList<StoredKey> keys = await store.ListKeysAsync(id, context.RequestAborted);
        return TypedResults.Ok(keys.Select(k => KeyResponse.Of(k, clock.GetUtcNow())));
    }

    private static async Task<IResult> RevokeKeyAsync(
        HttpContext context, string id, string keyId, [FromServices] ITenantStore store, [FromServices] KnownKeys keys)
    {
        if (keyId.StartsWith(ApiKey.Prefix, StringComparison.Ordinal))
            return Problem.Of(ProblemType.Validation, $"keyId begins with '{ApiKey.Prefix}' as a whole key does, but must be the key's id; nothing was revoked.");
        if (!await store.RevokeKeyAsync(id, keyId, context.RequestAborted))
            return Problem.Of(ProblemType.NotFound, $"The tenant '{id}' has no key '{keyId}'.");
        keys.Forget();
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult NoTenant(string id) => Problem.Of(ProblemType.NotFound, $"There is no tenant '{id}'.");
}
