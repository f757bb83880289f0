using BatchProcessing.Batches;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Webhooks;
using Microsoft.AspNetCore.Mvc;

namespace BatchProcessing.Server.Api;

/// <summary>What was delivered: to a registered webhook, and of a batch to anybody.</summary>
internal static class DeliveriesApi
{
    public static void MapDeliveries(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder ofWebhook = routes.MapGroup("/api/webhooks/{id}/deliveries").WithTags("Webhooks");
        ofWebhook.MapGet("/", ListOfWebhookAsync)
            .WithName("ListWebhookDeliveries")
            .WithSummary("List what was delivered to a webhook, newest first")
            .WithDescription(WebhookDescriptions.Deliveries)
            .ProducesDeliveries();
        ofWebhook.MapPost("/{deliveryId}/redeliver", RedeliverToWebhookAsync).WithName("RedeliverToWebhook").ProducesRedelivery();
        RouteGroupBuilder ofBatch = routes.MapGroup("/api/batches/{id}/deliveries").WithTags("Webhooks");
        ofBatch.MapGet("/", ListOfBatchAsync)
            .WithName("ListBatchDeliveries")
            .WithSummary("List what was delivered of a batch, to its webhookUrl and to registered webhooks, newest first")
            .WithDescription(WebhookDescriptions.Deliveries)
            .ProducesDeliveries();
        ofBatch.MapPost("/{deliveryId}/redeliver", RedeliverOfBatchAsync).WithName("RedeliverOfBatch").ProducesRedelivery();
    }

    private static void ProducesDeliveries(this RouteHandlerBuilder route) =>
        route.Produces<Page<DeliveryResponse>>().ProducesProblems(400, 404);

    private static void ProducesRedelivery(this RouteHandlerBuilder route) => route
        .WithSummary("Deliver a message again")
        .WithDescription("Under the same id, with tries counted anew. May be repeated.")
        .Produces<DeliveryResponse>(StatusCodes.Status202Accepted)
        .ProducesProblems(404, 409);

    private static async Task<IResult> ListOfWebhookAsync(
        HttpContext context,
        string id,
        [FromServices] IWebhookStore webhooks,
        [FromServices] IDeliveryStore deliveries,
        [FromQuery] string? cursor = null,
        [FromQuery] string? limit = null)
    {
        if (!Guid.TryParse(id, out Guid webhook)
            || await webhooks.FindAsync(Tenant.Of(context), webhook, context.RequestAborted) is null) return Problem.NoWebhook(id);
        return TypedResults.Ok(await PageAsync(context, new DeliveryQuery(Tenant.Of(context), WebhookId: webhook), deliveries, cursor, limit));
    }

    private static async Task<IResult> ListOfBatchAsync(
        HttpContext context,
        string id,
        [FromServices] IBatchStore store,
        [FromServices] IDeliveryStore deliveries,
        [FromQuery] string? cursor = null,
        [FromQuery] string? limit = null)
    {
        if (!Guid.TryParse(id, out Guid batch)) return Problem.NoBatch(id);
        Page<DeliveryResponse> page =
            await PageAsync(context, new DeliveryQuery(Tenant.Of(context), BatchId: batch), deliveries, cursor, limit);
        // Deliveries outlive their batch.
        return page.Items.Count > 0 || await store.FindAsync(Tenant.Of(context), batch, context.RequestAborted) is not null
            ? TypedResults.Ok(page)
            : Problem.NoBatch(id);
    }

    private static Task<IResult> RedeliverToWebhookAsync(
        HttpContext context, string id, string deliveryId, [FromServices] IDeliveryStore deliveries, [FromServices] DeliveryWaker waker) =>
        RedeliverAsync(context, new DeliveryQuery(Tenant.Of(context), WebhookId: IdOf(id)), deliveryId, deliveries, waker);

    private static Task<IResult> RedeliverOfBatchAsync(
        HttpContext context, string id, string deliveryId, [FromServices] IDeliveryStore deliveries, [FromServices] DeliveryWaker waker) =>
        RedeliverAsync(context, new DeliveryQuery(Tenant.Of(context), BatchId: IdOf(id)), deliveryId, deliveries, waker);

    // No row has the empty id.
    private static Guid IdOf(string text) => Guid.TryParse(text, out Guid id) ? id : Guid.Empty;

    private static async Task<IResult> RedeliverAsync(
        HttpContext context, DeliveryQuery query, string deliveryId, IDeliveryStore deliveries, DeliveryWaker waker)
    {
        Guid id = IdOf(deliveryId);
        if (await deliveries.RedeliverAsync(query, id, context.RequestAborted) is { } again)
        {
            await waker.TryWakeAsync();
            return TypedResults.Accepted((string?)null, DeliveryResponse.Of(again));
        }

        return await deliveries.FindAsync(query, id, context.RequestAborted) is null
            ? Problem.Of(ProblemType.NotFound, $"There is no delivery '{deliveryId}'.")
            : Problem.Of(ProblemType.InvalidState, "The delivery's webhook is disabled; enable it first.");
    }

    private static async Task<Page<DeliveryResponse>> PageAsync(
        HttpContext context, DeliveryQuery query, IDeliveryStore deliveries, string? cursor, string? limit)
    {
        int size = PageLimit.Parse(limit);
        IReadOnlyList<Delivery> found = await deliveries.ListAsync(
            query with { Before = Cursor.ToBatch(cursor), Limit = size + 1 }, context.RequestAborted);
        string? next = found.Count > size ? Cursor.AfterBatch(found[size - 1].Id) : null;
        return new Page<DeliveryResponse>([.. found.Take(size).Select(DeliveryResponse.Of)], next);
    }
}
