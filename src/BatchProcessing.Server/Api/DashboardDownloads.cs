using BatchProcessing.Batches;
using BatchProcessing.Hangfire;
using BatchProcessing.Reports;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Api.Results;
using Microsoft.AspNetCore.Mvc;

namespace BatchProcessing.Server.Api;

/// <summary>
/// Results and reports of any tenant's batch for those who watch the dashboard: a browser there has a password, the API
/// asks for the tenant's own key.
/// </summary>
internal static class DashboardDownloads
{
    public static void MapDashboardDownloads(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup($"{HangfireRegistration.Path}/batches/{{id:guid}}");
        group.MapGet("/results", GetResultsAsync);
        group.MapGet("/report", GetReportAsync);
    }

    private static async Task<IResult> GetResultsAsync(
        HttpContext context,
        Guid id,
        [FromServices] IBatchStore store,
        [FromServices] ResultDownload download,
        [FromQuery] string? format = null)
    {
        bool isTable = TableFormat.IsAsked(context.Request, format, "jsonl", "ndjson");
        return await store.GetAsync(id, context.RequestAborted) is { } batch
            ? await download.AnyAsync(context, batch, isTable)
            : Problem.NoBatch(id.ToString());
    }

    private static async Task<IResult> GetReportAsync(
        HttpContext context,
        Guid id,
        [FromServices] IBatchStore store,
        [FromServices] ReportCache reports,
        [FromQuery] string? format = null)
    {
        bool isTable = TableFormat.IsAsked(context.Request, format, "json");
        return await store.GetAsync(id, context.RequestAborted) is { } batch
            ? await ReportApi.AnswerAsync(context, batch, isTable, reports)
            : Problem.NoBatch(id.ToString());
    }
}
