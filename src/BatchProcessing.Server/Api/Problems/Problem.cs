using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BatchProcessing.Server.Api.Problems;

/// <summary>Makes problem details (RFC 9457) with a stable slug as their type.</summary>
public static class Problem
{
    /// <summary>An answer that says what is wrong.</summary>
    public static ProblemHttpResult Of(string type, string detail)
    {
        int status = ProblemType.StatusOf(type);
        return TypedResults.Problem(detail, statusCode: status, title: TitleOf(type), type: type);
    }

    /// <summary>There is no such batch for this tenant.</summary>
    public static ProblemHttpResult NoBatch(string id) => Of(ProblemType.NotFound, $"There is no batch '{id}'.");

    /// <summary>There is no such webhook for this tenant.</summary>
    public static ProblemHttpResult NoWebhook(string id) => Of(ProblemType.NotFound, $"There is no webhook '{id}'.");

    /// <summary>A slug as words: <c>too-many-files</c> → <c>Too many files</c>.</summary>
    public static string TitleOf(string type) =>
        string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(type[0])}{type[1..].Replace('-', ' ')}");
}
