using BatchProcessing.Batches;
using BatchProcessing.Reports;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Api.Results;
using Microsoft.AspNetCore.Mvc;

namespace BatchProcessing.Server.Api;

/// <summary>What came of a batch, summed up for people.</summary>
internal static class ReportApi
{
    public static void MapReport(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/batches/{id}/report", GetAsync)
            .WithTags("Results")
            .WithName("GetReport")
            .WithSummary("The report of an ended batch: categories, sentiments, confidences, errors, speed")
            .WithDescription("CSV by `format=csv` or `Accept: text/csv`, a row a figure: section, name, detail, count, value, text. "
                + "`failedDocuments` has the first 100; `errors` counts all. It is read from the results when first asked for, "
                + "which takes a few seconds for a million documents.")
            .Produces<BatchReport>(StatusCodes.Status200OK, "application/json", "text/csv")
            .ProducesProblems(400, 404, 409);

    private static async Task<IResult> GetAsync(
        HttpContext context,
        string id,
        [FromServices] IBatchStore store,
        [FromServices] ReportCache reports,
        [FromQuery] string? format = null)
    {
        bool isTable = TableFormat.IsAsked(context.Request, format, "json");
        if (!Guid.TryParse(id, out Guid batchId)
            || await store.FindAsync(Tenant.Of(context), batchId, context.RequestAborted) is not { } batch) return Problem.NoBatch(id);
        return await AnswerAsync(context, batch, isTable, reports);
    }

    /// <summary>The report of a batch, or the problem that it has none now.</summary>
    public static async Task<IResult> AnswerAsync(HttpContext context, Batch batch, bool isTable, ReportCache reports)
    {
        if (!batch.Status.IsTerminal())
            return Problem.Of(ProblemType.InvalidState, $"The batch is {batch.Status.ToWire()}; it has a report when it has ended.");
        if (await reports.GetAsync(batch, context.RequestAborted) is not { } report)
            return Problem.Of(ProblemType.InvalidState, "The batch changed while its report was read.");
        if (!isTable) return TypedResults.Ok(report);
        var table = new MemoryStream();
        ReportTable.Write(report, table);
        return TypedResults.File(table.ToArray(), ResultDownload.CsvType, $"report-{batch.Id}.csv", lastModified: batch.EndedAt);
    }
}
