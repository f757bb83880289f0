using BatchProcessing.Server.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace BatchProcessing.Server.Api.Results;

/// <summary>The answer to a download whose conditions or whose range cannot be met: a problem instead of nothing.</summary>
internal static class DownloadProblem
{
    /// <summary>What is wrong with a download that was executed and has not begun; null when nothing.</summary>
    /// <param name="context">The request.</param>
    /// <param name="subject">What is downloaded, with its verb: <c>the results are</c>.</param>
    public static ProblemHttpResult? Of(HttpContext context, string subject)
    {
        IHeaderDictionary asked = context.Request.Headers, has = context.Response.Headers;
        return context.Response.StatusCode switch
        {
            StatusCodes.Status416RangeNotSatisfiable => Problem.Of(
                ProblemType.RangeNotSatisfiable, $"Range is '{Shorten(asked.Range)}' but {subject} '{has.ContentRange}'."),
            StatusCodes.Status412PreconditionFailed => Problem.Of(
                ProblemType.PreconditionFailed,
                $"If-Match is '{Shorten(asked.IfMatch)}' and If-Unmodified-Since '{Shorten(asked.IfUnmodifiedSince)}', but {subject} {has.ETag} of {has.LastModified}."),
            _ => null,
        };
    }

    /// <summary>Answers with a problem in the place of the download.</summary>
    public static Task AnswerAsync(HttpContext context, ProblemHttpResult problem)
    {
        context.Response.ContentLength = null;
        context.Response.Headers.Remove(HeaderNames.ContentDisposition);
        return problem.ExecuteAsync(context);
    }

    private static string Shorten(string? text) => text is { Length: > 60 } ? text[..60] : text ?? "";
}
