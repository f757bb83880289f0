using System.Text.Json;

namespace BatchProcessing.Server.Api.Results;

/// <summary>What became of one document.</summary>
/// <param name="Ordinal">Its 0-based place in the input.</param>
/// <param name="Id">The caller's own id, or the one that was made.</param>
/// <param name="File">The file it came from, of a multipart upload.</param>
/// <param name="Line">The line of its table on which it starts.</param>
/// <param name="Status">succeeded, failed, pending or not-processed.</param>
/// <param name="Error">Why it failed.</param>
public sealed record DocumentSummary(long Ordinal, string Id, string? File, long? Line, string Status, DocumentError? Error)
{
    internal static DocumentSummary Of(ReadOnlySpan<byte> line) =>
        JsonSerializer.Deserialize<DocumentSummary>(line, JsonSerializerOptions.Web)!;
}

/// <summary>Why a document failed.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Message">A message for people.</param>
public sealed record DocumentError(string Code, string Message);
