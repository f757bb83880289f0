using System.Globalization;
using System.Net.ServerSentEvents;
using BatchProcessing.Batches;
using BatchProcessing.Live;
using BatchProcessing.Server.Api.Events;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Api;

/// <summary>Batches watched live, as server-sent events.</summary>
internal static class EventsApi
{
    private const string EventStream = "text/event-stream";

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api").WithTags("Events");
        group.MapGet("/batches/{id}/events", WatchBatchAsync)
            .WithName("WatchBatch")
            .WithSummary("Progress of a batch as server-sent events")
            .WithDescription(
                "Events `status` and `progress` carry the batch as its status endpoint shows it, at most two a second; the id "
                + "is the row's version. The stream begins with what is now and closes when the batch has ended; asked again "
                + "with the Last-Event-ID of that end it answers 204.")
            .Produces<BatchResponse>(StatusCodes.Status200OK, EventStream)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(404, 429);
        group.MapGet("/events", WatchTenantAsync)
            .WithName("WatchBatches")
            .WithSummary("Progress of all batches as server-sent events")
            .WithDescription("Begins with the batches that have not ended, or did so in the last minute; all without metadata.")
            .Produces<BatchResponse>(StatusCodes.Status200OK, EventStream)
            .ProducesProblems(429);
    }

    private static async Task<IResult> WatchBatchAsync(
        HttpContext context, string id, [FromServices] IBatchStore store, [FromServices] BatchWatch watch)
    {
        if (!Guid.TryParse(id, out Guid batchId)
            || await store.FindAsync(Tenant.Of(context), batchId, context.RequestAborted) is not { } batch) return Problem.NoBatch(id);
        return batch.Status.IsTerminal() && context.Request.Headers["Last-Event-ID"] == batch.Version.ToString(CultureInfo.InvariantCulture)
            ? TypedResults.NoContent()
            : Stream(context, ending => watch.FollowAsync(batch, ending));
    }

    private static IResult WatchTenantAsync(HttpContext context, [FromServices] BatchWatch watch) =>
        Stream(context, ending => watch.FollowAsync(Tenant.Of(context), ending));

    private static IResult Stream(HttpContext context, Func<CancellationToken, IAsyncEnumerable<Batch>> states)
    {
        IServiceProvider services = context.RequestServices;
        WatcherLimit limit = services.GetRequiredService<WatcherLimit>();
        IDisposable? place = limit.TryEnter(Tenant.Of(context));
        if (place is null)
        {
            context.Response.Headers.RetryAfter = "5";
            return Problem.Of(ProblemType.RateLimited, $"As many streams are open as may be: {limit.Max} on this node, {limit.MaxOfTenant} of one tenant; ask for the status instead.");
        }

        context.Response.RegisterForDispose(place);
        // Streams would hold the service's end up until its patience is over.
        var ending = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        context.Response.RegisterForDispose(ending);
        IAsyncEnumerable<SseItem<BatchResponse?>> events = BatchEvents.OfAsync(states(ending.Token), ending.Token);
        LiveOptions options = services.GetRequiredService<IOptions<LiveOptions>>().Value;
        TimeProvider clock = services.GetRequiredService<TimeProvider>();
        var right = new StreamRight(Caller.Find(context)!, services, ending);
        return TypedResults.ServerSentEvents(BatchEvents.WithHeartbeatAsync(events, right, options.Heartbeat, clock, ending.Token)
            .WithWriteLimit(options.WriteTimeout, context.Abort, clock, ending.Token));
    }
}
