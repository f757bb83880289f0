using BatchProcessing.Batches;
using BatchProcessing.Documents;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Api.Results;
using Microsoft.AspNetCore.Mvc;

namespace BatchProcessing.Server.Api;

/// <summary>What came of the documents of a batch.</summary>
internal static class ResultsApi
{
    private static readonly string[] Statuses = ["succeeded", "failed", "pending", "not-processed"];

    public static void MapResults(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/batches/{id}").WithTags("Results");
        group.MapGet("/results", GetResultsAsync)
            .WithName("GetResults")
            .WithSummary("Download the results in input order, as JSON Lines or CSV")
            .WithDescription("CSV by `format=csv` or `Accept: text/csv`. While the batch runs, `partial=true` gives what has "
                + "ended without a gap and the header `Next-Ordinal`. JSON Lines of an ended batch can be resumed by Range.")
            .Produces(StatusCodes.Status200OK, contentType: ResultDownload.JsonLinesType, additionalContentTypes: "text/csv")
            .Produces(StatusCodes.Status206PartialContent)
            .ProducesProblems(400, 404, 409, 412, 416);
        group.MapGet("/documents", ListAsync)
            .WithName("ListDocuments")
            .WithSummary("List documents with their statuses")
            .Produces<Page<DocumentSummary>>()
            .ProducesProblems(400, 404);
        group.MapGet("/documents/{documentId}", GetDocumentAsync)
            .WithName("GetDocument")
            .WithSummary("One document with all its analyses")
            .WithDescription("By its id, or by its ordinal when no document has that id. `file` tells documents of different tables apart.")
            .Produces(StatusCodes.Status200OK, contentType: "application/json")
            .ProducesProblems(404, 429);
        group.MapGet("/errors", ListErrorsAsync)
            .WithName("ListErrors")
            .WithSummary("Failed documents only, with line, code and message")
            .Produces<Page<DocumentSummary>>()
            .ProducesProblems(400, 404);
    }

    private static async Task<IResult> GetResultsAsync(
        HttpContext context,
        string id,
        [FromServices] IBatchStore store,
        [FromServices] ResultDownload download,
        [FromQuery] string? format = null,
        [FromQuery] string? partial = null)
    {
        if (await FindAsync(context, id, store) is not { } batch) return Problem.NoBatch(id);
        bool csv = TableFormat.IsAsked(context.Request, format, "jsonl", "ndjson");
        if (!batch.Status.IsTerminal() && partial != "true")
        {
            return Problem.Of(ProblemType.InvalidState,
                $"The batch is {batch.Status.ToWire()}; its results are whole when it has ended. Use partial=true for what there is.");
        }

        return await download.AnyAsync(context, batch, csv);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context,
        string id,
        [FromServices] IBatchStore store,
        [FromServices] DocumentList documents,
        [FromQuery] string? status = null,
        [FromQuery] string? cursor = null,
        [FromQuery] string? limit = null)
    {
        if (!string.IsNullOrEmpty(status) && !Statuses.Contains(status))
            throw new UploadRejectedException(ProblemType.Validation, $"status must be one of {string.Join(", ", Statuses)}.");
        int size = PageLimit.Parse(limit);
        long from = Cursor.ToOrdinal(cursor);
        if (await FindAsync(context, id, store) is not { } batch) return Problem.NoBatch(id);
        return TypedResults.Ok(await documents.PageAsync(
            batch, string.IsNullOrEmpty(status) ? null : status, from, size, context.RequestAborted));
    }

    private static Task<IResult> ListErrorsAsync(
        HttpContext context,
        string id,
        [FromServices] IBatchStore store,
        [FromServices] DocumentList documents,
        [FromQuery] string? cursor = null,
        [FromQuery] string? limit = null) => ListAsync(context, id, store, documents, "failed", cursor, limit);

    private static async Task<IResult> GetDocumentAsync(
        HttpContext context,
        string id,
        string documentId,
        [FromServices] IBatchStore store,
        [FromServices] DocumentList documents,
        [FromQuery] string? file = null)
    {
        if (await FindAsync(context, id, store) is not { } batch) return Problem.NoBatch(id);
        // Routing leaves an encoded slash encoded, so that it parts no segments.
        documentId = documentId.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        byte[]? line = await documents.FindAsync(batch, documentId, string.IsNullOrEmpty(file) ? null : file, context.RequestAborted);
        return line is null
            ? Problem.Of(ProblemType.NotFound, "The batch has no such document.")
            : TypedResults.Bytes(line, "application/json");
    }

    private static async Task<Batch?> FindAsync(HttpContext context, string id, IBatchStore store) =>
        Guid.TryParse(id, out Guid batchId) ? await store.FindAsync(Tenant.Of(context), batchId, context.RequestAborted) : null;
}
