using BatchProcessing.Batches;
using BatchProcessing.Documents;
using BatchProcessing.Server.Api.Events;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace BatchProcessing.Server.Api;

/// <summary>Batches: listed, and looked at while they run.</summary>
internal static class BatchesApi
{
    public static void MapBatches(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/batches").WithTags("Batches");
        group.MapGet("/", ListAsync)
            .WithName("ListBatches")
            .WithSummary("List batches, newest first")
            .Produces<Page<BatchResponse>>()
            .ProducesProblems(400);
        group.MapGet("/{id}", GetAsync)
            .WithName("GetBatch")
            .WithSummary("Status, progress, distributions and error summary of a batch")
            .WithDescription(
                "Answers 304 to If-None-Match while nothing has changed. Retry-After says when to ask again. With `wait=30s` the "
                + "answer comes when there is news, or after that time: news is a newer version than that of If-None-Match, "
                + "without one the end of the batch.")
            .Produces<BatchResponse>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblems(400, 404);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context,
        [FromServices] IBatchStore store,
        [FromQuery] string? status = null,
        [FromQuery] string? name = null,
        [FromQuery] string? cursor = null,
        [FromQuery] string? limit = null)
    {
        BatchStatus? wanted = null;
        if (!string.IsNullOrEmpty(status))
            wanted = BatchLifecycle.TryParse(status, out BatchStatus parsed) ? parsed : throw UnknownStatus(status);
        if (name?.Contains('\0', StringComparison.Ordinal) == true) throw new UploadRejectedException(ProblemType.Validation, "name has a NUL character.");
        var query = new BatchQuery(
            Tenant.Of(context), wanted, string.IsNullOrEmpty(name) ? null : name, Cursor.ToBatch(cursor), PageLimit.Parse(limit));
        return TypedResults.Ok(await BatchListing.BeginAsync(store, query, context.RequestAborted));
    }

    private static async Task<IResult> GetAsync(
        HttpContext context,
        string id,
        [FromServices] IBatchStore store,
        [FromServices] StatusWait statusWait,
        [FromQuery] string? wait = null)
    {
        TimeSpan time = statusWait.Parse(wait);
        if (!Guid.TryParse(id, out Guid batchId)
            || await store.FindAsync(Tenant.Of(context), batchId, context.RequestAborted) is not { } batch) return Problem.NoBatch(id);
        IList<EntityTagHeaderValue> known = context.Request.GetTypedHeaders().IfNoneMatch;
        bool IsNews(Batch b) => known.Count > 0 ? !IsKnown(known, b) : b.Status.IsTerminal();
        if (await statusWait.ForAsync(context, batch, IsNews, time) is not { } latest)
        {
            context.Response.Headers.WWWAuthenticate = KeyAuthentication.InvalidToken;
            return Problem.Of(ProblemType.Unauthenticated, "The key was revoked or has expired while the request waited.");
        }

        batch = latest;
        context.Response.GetTypedHeaders().ETag = TagOf(batch);
        if (!batch.Status.IsTerminal()) context.Response.Headers.RetryAfter = "1";
        return IsKnown(known, batch)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(BatchResponse.Of(batch));
    }

    private static bool IsKnown(IList<EntityTagHeaderValue> known, Batch batch) =>
        known.Any(t => t.Compare(TagOf(batch), useStrongComparison: false) || t.Tag == "*");

    private static EntityTagHeaderValue TagOf(Batch batch) => new($"\"{batch.Version}\"");

    private static UploadRejectedException UnknownStatus(string status) => new(
        ProblemType.Validation,
        $"status is '{(status.Length <= 20 ? status : status[..20])}' but must be one of {string.Join(", ", Enum.GetValues<BatchStatus>().Select(s => s.ToWire()))}.");
}
