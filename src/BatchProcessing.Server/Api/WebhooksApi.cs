using BatchProcessing.Documents;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Api.Uploads;
using BatchProcessing.Webhooks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Api;

/// <summary>Webhooks of a tenant: registered once, told of the end of every batch.</summary>
internal static class WebhooksApi
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/webhooks").WithTags("Webhooks")
            .WithMetadata(new RequestSizeLimitAttribute(SmallBody.Bytes));
        group.MapPost("/", AddAsync)
            .WithName("AddWebhook")
            .WithSummary("Register an address that is told of the ends of all batches")
            .WithDescription(WebhookDescriptions.Add)
            .Produces<WebhookResponse>(StatusCodes.Status201Created)
            .ProducesProblems(400, 409, 415, 422);
        group.MapGet("/", ListAsync)
            .WithName("ListWebhooks")
            .WithSummary("List registered webhooks, newest first")
            .Produces<Page<WebhookResponse>>()
            .ProducesProblems(400);
        group.MapGet("/{id}", GetAsync)
            .WithName("GetWebhook")
            .WithSummary("A registered webhook")
            .Produces<WebhookResponse>()
            .ProducesProblems(404);
        group.MapDelete("/{id}", DeleteAsync)
            .WithName("DeleteWebhook")
            .WithSummary("Delete a webhook with its secrets and deliveries")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(404);
        MapMoves(group);
    }

    private static void MapMoves(RouteGroupBuilder group)
    {
        group.MapPost("/{id}/enable", EnableAsync)
            .WithName("EnableWebhook")
            .WithSummary("Deliver to a webhook again that had answered 410")
            .WithDescription("It is told of batches that end from now on. May be repeated.")
            .Produces<WebhookResponse>()
            .ProducesProblems(404);
        group.MapPost("/{id}/rotate-secret", RotateAsync)
            .WithName("RotateWebhookSecret")
            .WithSummary("Replace the secret of a webhook")
            .WithDescription(WebhookDescriptions.Rotate)
            .Produces<SecretResponse>()
            .ProducesProblems(404);
        group.MapPost("/batch-secret", RotateOfBatchesAsync)
            .WithName("RotateBatchSecret")
            .WithSummary("Get a new secret for the webhookUrl of uploads")
            .WithDescription(WebhookDescriptions.BatchSecret)
            .Produces<SecretResponse>();
    }

    private static async Task<IResult> AddAsync(
        HttpContext context,
        [FromBody] WebhookRequest request,
        [FromServices] IWebhookStore store,
        [FromServices] WebhookUrls urls,
        [FromServices] IOptions<WebhookOptions> options,
        [FromServices] TimeProvider clock)
    {
        if (string.IsNullOrEmpty(request.Url)) throw OptionFields.Invalid("url is missing; it must be an address as https://example.com/hook.");
        var webhook = new Webhook
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            TenantId = Tenant.Of(context),
            Url = urls.Check("url", request.Url),
            Events = EventsOf(request),
            CreatedAt = clock.GetUtcNow(),
        };
        string secret = WebhookSecret.Generate();
        if (!await store.AddAsync(webhook, secret, options.Value.MaxPerTenant, context.RequestAborted))
            return Problem.Of("too-many-webhooks", $"There are {options.Value.MaxPerTenant} webhooks, the limit; delete one first.");
        var answer = WebhookResponse.Of(webhook, secret);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(answer.Links.Self, answer);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] IWebhookStore store, [FromQuery] string? cursor = null, [FromQuery] string? limit = null)
    {
        int size = PageLimit.Parse(limit);
        IReadOnlyList<Webhook> found = await store.ListAsync(Tenant.Of(context), Cursor.ToBatch(cursor), size + 1, context.RequestAborted);
        string? next = found.Count > size ? Cursor.AfterBatch(found[size - 1].Id) : null;
        return TypedResults.Ok(new Page<WebhookResponse>([.. found.Take(size).Select(w => WebhookResponse.Of(w))], next));
    }

    private static async Task<IResult> GetAsync(HttpContext context, string id, [FromServices] IWebhookStore store) =>
        Guid.TryParse(id, out Guid webhook) && await store.FindAsync(Tenant.Of(context), webhook, context.RequestAborted) is { } found
            ? TypedResults.Ok(WebhookResponse.Of(found))
            : Problem.NoWebhook(id);

    private static async Task<IResult> DeleteAsync(HttpContext context, string id, [FromServices] IWebhookStore store) =>
        Guid.TryParse(id, out Guid webhook) && await store.DeleteAsync(Tenant.Of(context), webhook, context.RequestAborted)
            ? TypedResults.NoContent()
            : Problem.NoWebhook(id);

    private static async Task<IResult> EnableAsync(HttpContext context, string id, [FromServices] IWebhookStore store) =>
        Guid.TryParse(id, out Guid webhook) && await store.EnableAsync(Tenant.Of(context), webhook, context.RequestAborted)
            ? await GetAsync(context, id, store)
            : Problem.NoWebhook(id);

    private static async Task<IResult> RotateAsync(
        HttpContext context, string id, [FromServices] IWebhookStore store, [FromServices] IOptions<WebhookOptions> options) =>
        Guid.TryParse(id, out Guid webhook) && await RenewAsync(context, webhook, store, options) is { } secret
            ? TypedResults.Ok(secret)
            : Problem.NoWebhook(id);

    private static async Task<IResult> RotateOfBatchesAsync(
        HttpContext context, [FromServices] IWebhookStore store, [FromServices] IOptions<WebhookOptions> options) =>
        TypedResults.Ok(await RenewAsync(context, null, store, options));

    private static async Task<SecretResponse?> RenewAsync(
        HttpContext context, Guid? webhook, IWebhookStore store, IOptions<WebhookOptions> options)
    {
        string secret = WebhookSecret.Generate();
        context.Response.Headers.CacheControl = "no-store";
        return await store.RotateSecretAsync(Tenant.Of(context), webhook, secret, options.Value.SecretGrace, context.RequestAborted) is { } until
            ? new SecretResponse(secret, until)
            : null;
    }

    private static IReadOnlyList<string> EventsOf(WebhookRequest request)
    {
        if (request.Events is not { Count: > 0 } asked) return WebhookEvent.All;
        foreach (string? name in asked)
        {
            if (name is null || !WebhookEvent.All.Contains(name))
                throw OptionFields.Invalid($"events: '{OptionFields.Shorten(name ?? "null")}' is no event; there are {string.Join(", ", WebhookEvent.All)}.");
        }

        return [.. WebhookEvent.All.Where(asked.Contains)];
    }
}
