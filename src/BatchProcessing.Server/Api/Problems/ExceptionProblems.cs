using System.Globalization;
using System.Text.Json;
using BatchProcessing.Batches;
using BatchProcessing.Documents;
using BatchProcessing.Outages;
using BatchProcessing.Server.Api.Uploads;
using BatchProcessing.Server.Security;
using BatchProcessing.Tenants;
using Microsoft.AspNetCore.Diagnostics;

namespace BatchProcessing.Server.Api.Problems;

/// <summary>Turns exceptions that callers can understand into problems; the rest is logged and answered with 500.</summary>
internal sealed class ExceptionProblems(IProblemDetailsService problems, ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    private const string StorageFull = "The service's storage is full; nothing of this request was kept.";
    private const int DiskFull = 0x1C; // ENOSPC
    private const int WindowsDiskFull = 0x70; // ERROR_DISK_FULL

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (context.RequestAborted.IsCancellationRequested) return true;
        (string type, string detail) = Describe(exception);
        int status = ProblemType.StatusOf(type);
        if (status >= 500) logger.LogError(exception, "{Method} {Path} failed", context.Request.Method, context.Request.Path.Value);
        context.Response.StatusCode = status;
        if (exception is QuotaExceededException quota)
            context.Response.Headers.RetryAfter = Math.Ceiling(quota.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (type == ProblemType.Unauthenticated) context.Response.Headers.WWWAuthenticate = KeyAuthentication.InvalidToken;
        if (type == ProblemType.Forbidden) context.Response.Headers.WWWAuthenticate = KeyAuthentication.NoAdmin;
        // What is left of a refused body is not read: the connection ends with the answer.
        if (!HttpMethods.IsGet(context.Request.Method) && context.Request.ContentLength != 0) context.Response.Headers.Connection = "close";
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            Exception = exception,
            ProblemDetails = { Type = type, Title = Problem.TitleOf(type), Status = status, Detail = detail },
        });
    }

    private static (string Type, string Detail) Describe(Exception exception) => exception switch
    {
        UploadRejectedException e => (e.Type, e.Message),
        QuotaExceededException e => (e.Type, e.Message),
        IllegalBatchMoveException e => (ProblemType.InvalidState, e.Message),
        BadHttpRequestException { InnerException: JsonException { Path: { } path } } e =>
            (ProblemType.For(e.StatusCode), $"{e.Message} What is at '{OptionFields.Shorten(path)}' is not known or of another type."),
        BadHttpRequestException e => (ProblemType.For(e.StatusCode), e.Message),
        OutageException { Kind: OutageKind.DatabaseAway } =>
            ("storage-unavailable", "The service's database cannot be used at the moment; whether it has done what was asked is not known."),
        OutageException { Kind: OutageKind.BlobStoreAway } =>
            ("storage-unavailable", "The service's storage cannot be used at the moment; nothing of this request was kept."),
        OutageException => ("storage-full", StorageFull),
        IOException { InnerException: OverflowException } =>
            ("malformed-request", "The request's body is not framed as HTTP wants it."),
        IOException e when (e.HResult & 0xFFFF) is DiskFull or WindowsDiskFull =>
            ("storage-full", StorageFull),
        _ => (ProblemType.Internal, "The service failed; the log says why."),
    };
}
