using BatchProcessing.Documents;
using BatchProcessing.Server.Api.Problems;

namespace BatchProcessing.Server.Api;

/// <summary>Whether a caller wants a table: by <c>format=csv</c>, or without a format by <c>Accept: text/csv</c>.</summary>
internal static class TableFormat
{
    /// <param name="request">The request.</param>
    /// <param name="format">Its parameter.</param>
    /// <param name="others">What else it may be.</param>
    /// <exception cref="UploadRejectedException">It is neither.</exception>
    public static bool IsAsked(HttpRequest request, string? format, params ReadOnlySpan<string> others)
    {
        if (format == "csv") return true;
        if (string.IsNullOrEmpty(format)) return request.GetTypedHeaders().Accept.Any(a => a.MediaType == "text/csv");
        foreach (string other in others)
        {
            if (format == other) return false;
        }

        throw new UploadRejectedException(ProblemType.Validation, $"format must be {others[0]} or csv.");
    }
}
