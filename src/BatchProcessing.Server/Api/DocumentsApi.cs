using System.Text.Json;
using BatchProcessing.Analyses;
using BatchProcessing.Batches;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Api.Uploads;
using BatchProcessing.Server.Files;
using BatchProcessing.Server.Security;
using Microsoft.AspNetCore.Mvc;

namespace BatchProcessing.Server.Api;

/// <summary>Documents come in here: in bulk, to be analysed in the background, or a few, answered at once.</summary>
internal static class DocumentsApi
{
    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/documents").WithTags("Documents");
        group.MapPost("/bulk-upload", BulkUploadAsync)
            .RequireRateLimiting(TenantRates.Uploads)
            .WithName("BulkUpload")
            .WithSummary("Upload documents in bulk")
            .WithDescription(UploadDescriptions.BulkUpload)
            .Accepts<IFormFile>("multipart/form-data", [.. UploadReceiver.RawTypes])
            .Produces<UploadReceipt>(StatusCodes.Status202Accepted)
            .ProducesProblems(400, 408, 409, 413, 415, 422, 503);
        group.MapPost("/batch", AnalyseAsync)
            .WithName("AnalyseBatch")
            .WithSummary("Analyse up to 1,000 documents and answer with the results")
            .WithDescription(UploadDescriptions.Batch)
            .Produces<AnalysedBatch>()
            .ProducesProblems(400, 413, 415, 503);
        group.MapPost("/process-file", ProcessFileAsync)
            .WithName("ProcessFile")
            .WithSummary("Process a file of the service's own machine; off unless Files:Root names a folder")
            .WithDescription(UploadDescriptions.ProcessFile)
            .Produces<ProcessedFile>()
            .ProducesProblems(400, 404, 415, 422, 503)
            .WithMetadata(new RequestSizeLimitAttribute(SmallBody.Bytes))
            .RequireAuthorization(ScopePolicies.Admin);
    }

    private static async Task<IResult> BulkUploadAsync(HttpContext context, [FromServices] UploadReceiver receiver)
    {
        UploadReceipt receipt = await receiver.ReceiveAsync(context.Request, Tenant.AccountOf(context), context.RequestAborted);
        context.Response.Headers.RetryAfter = "1";
        return TypedResults.Accepted(receipt.Links.Self, receipt);
    }

    private static async Task<IResult> ProcessFileAsync(
        HttpContext context, [FromBody] ProcessFileRequest request, [FromServices] FileProcessing files) =>
        TypedResults.Ok(await files.RunAsync(request, Tenant.Of(context), context.RequestAborted));

    private static async Task<IResult> AnalyseAsync(
        HttpContext context,
        [FromServices] SynchronousAnalysis analysis,
        [FromServices] AnalysisCatalog catalog,
        [FromQuery] string? analyses = null)
    {
        if (!context.Request.HasJsonContentType())
            return Problem.Of("unsupported-media-type", $"The content type '{context.Request.ContentType}' is not taken; send application/json.");
        BatchRequest request = await BatchOptions.FromQuery(context.Request.Query)
            .ToRequestAsync(Tenant.Of(context), catalog, context.RequestAborted);
        AnalysedBatch result = await analysis.AnalyseAsync(
            context.Request, request, Tenant.LimitsOf(context).Documents, context.RequestAborted);
        return TypedResults.Ok(result);
    }
}
