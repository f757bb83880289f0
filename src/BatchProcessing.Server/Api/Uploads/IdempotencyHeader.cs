using BatchProcessing.Documents;
using BatchProcessing.Idempotency;
using BatchProcessing.Server.Api.Problems;
using Microsoft.Extensions.Primitives;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>The header by which a caller says that an upload may be one it has sent before.</summary>
internal static class IdempotencyHeader
{
    public const string Name = "Idempotency-Key";

    /// <summary>Reads the key of a request.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="UploadRejectedException">There are several, or it is empty, too long or not printable ASCII.</exception>
    public static string? Read(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Name, out StringValues values)) return null;
        return values is [{ Length: > 0 and <= IdempotencyKeys.MaxCharacters } key] && key.All(c => c is >= ' ' and <= '~')
            ? key
            : throw new UploadRejectedException(
                ProblemType.Validation, $"{Name} must be one value of 1 to {IdempotencyKeys.MaxCharacters} printable ASCII characters.");
    }
}
