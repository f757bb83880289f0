using BatchProcessing.Batches;
using BatchProcessing.Documents;
using BatchProcessing.Server.Api.Problems;
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
            .WithDescription("Answers 304 to If-None-Match while nothing has changed. Retry-After says when to ask again.")
            .Produces<BatchResponse>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblems(404);
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
        int size = PageLimit.Parse(limit);
        var query = new BatchQuery(
            Tenant.Of(context), wanted, string.IsNullOrEmpty(name) ? null : name, Cursor.ToBatch(cursor), size + 1);
        IReadOnlyList<Batch> batches = await store.ListAsync(query, context.RequestAborted);
        string? next = batches.Count > size ? Cursor.AfterBatch(batches[size - 1].Id) : null;
        return TypedResults.Ok(new Page<BatchResponse>([.. batches.Take(size).Select(BatchResponse.Of)], next));
    }

    private static async Task<IResult> GetAsync(HttpContext context, string id, [FromServices] IBatchStore store)
    {
        if (!Guid.TryParse(id, out Guid batchId)
            || await store.FindAsync(Tenant.Of(context), batchId, context.RequestAborted) is not { } batch) return Problem.NoBatch(id);
        var tag = new EntityTagHeaderValue($"\"{batch.Version}\"");
        context.Response.GetTypedHeaders().ETag = tag;
        if (!batch.Status.IsTerminal()) context.Response.Headers.RetryAfter = "1";
        return context.Request.GetTypedHeaders().IfNoneMatch.Any(t => t.Compare(tag, useStrongComparison: false) || t.Tag == "*")
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(BatchResponse.Of(batch));
    }

    private static UploadRejectedException UnknownStatus(string status) => new(
        ProblemType.Validation,
        $"status is '{(status.Length <= 20 ? status : status[..20])}' but must be one of {string.Join(", ", Enum.GetValues<BatchStatus>().Select(s => s.ToWire()))}.");
}
