using BatchProcessing.Batches;
using BatchProcessing.Server.Api.Problems;
using Microsoft.AspNetCore.Mvc;

namespace BatchProcessing.Server.Api;

/// <summary>What can be done to a batch after its upload.</summary>
internal static class LifecycleApi
{
    public static void MapLifecycle(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/batches/{id}").WithTags("Batches");
        group.MapPost("/cancel", CancelAsync)
            .WithName("CancelBatch")
            .WithSummary("Stop a batch")
            .WithDescription("Chunks in hand finish, the others are never started. What has succeeded stays downloadable; the "
                + "rest is not-processed. May be repeated.")
            .ProducesMove();
        group.MapPost("/pause", PauseAsync)
            .WithName("PauseBatch")
            .WithSummary("Hold a batch until it is resumed")
            .WithDescription("Chunks in hand finish, no further one starts. May be repeated.")
            .ProducesMove();
        group.MapPost("/resume", ResumeAsync)
            .WithName("ResumeBatch")
            .WithSummary("Let a paused batch go on")
            .WithDescription("May be repeated.")
            .ProducesMove();
        group.MapPost("/retry", RetryAsync)
            .WithName("RetryBatch")
            .WithSummary("Run again what did not succeed")
            .WithDescription("An ended batch begins its next run with its failed and not-processed documents; the results of "
                + "the others stay as they are. Asked for while that run goes on, it changes nothing.")
            .ProducesMove();
        group.MapDelete("/", DeleteAsync)
            .WithName("DeleteBatch")
            .WithSummary("Delete an ended batch with its documents and results")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(404, 409);
    }

    private static RouteHandlerBuilder ProducesMove(this RouteHandlerBuilder builder) =>
        builder.Produces<BatchResponse>(StatusCodes.Status202Accepted).ProducesProblems(404, 409);

    private static Task<IResult> CancelAsync(HttpContext context, string id, [FromServices] BatchControl control) =>
        MoveAsync(context, id, control.CancelAsync);

    private static Task<IResult> PauseAsync(HttpContext context, string id, [FromServices] BatchControl control) =>
        MoveAsync(context, id, control.PauseAsync);

    private static Task<IResult> ResumeAsync(HttpContext context, string id, [FromServices] BatchControl control) =>
        MoveAsync(context, id, control.ResumeAsync);

    private static Task<IResult> RetryAsync(HttpContext context, string id, [FromServices] BatchControl control) =>
        MoveAsync(context, id, control.RetryAsync);

    private static async Task<IResult> DeleteAsync(HttpContext context, string id, [FromServices] BatchControl control) =>
        Guid.TryParse(id, out Guid batchId) && await control.DeleteAsync(Tenant.Of(context), batchId, context.RequestAborted)
            ? TypedResults.NoContent()
            : Problem.NoBatch(id);

    private static async Task<IResult> MoveAsync(
        HttpContext context, string id, Func<string, Guid, CancellationToken, Task<Batch?>> move)
    {
        if (!Guid.TryParse(id, out Guid batchId)
            || await move(Tenant.Of(context), batchId, context.RequestAborted) is not { } batch) return Problem.NoBatch(id);
        BatchResponse answer = BatchResponse.Of(batch);
        return TypedResults.Accepted(answer.Links.Self, answer);
    }
}
