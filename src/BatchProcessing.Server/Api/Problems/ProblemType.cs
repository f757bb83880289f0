using BatchProcessing.Models;
using BatchProcessing.Tenants;

namespace BatchProcessing.Server.Api.Problems;

/// <summary>The stable slugs of problem details, and the status each is answered with.</summary>
public static class ProblemType
{
    /// <summary>An option or parameter is wrong.</summary>
    public const string Validation = "validation";

    /// <summary>There is no such thing, or it is another tenant's.</summary>
    public const string NotFound = "not-found";

    /// <summary>The thing is not in a state that allows this.</summary>
    public const string InvalidState = "invalid-state";

    /// <summary>What If-Match or If-Unmodified-Since asks for is not so.</summary>
    public const string PreconditionFailed = "precondition-failed";

    /// <summary>The range of a Range header begins after the end.</summary>
    public const string RangeNotSatisfiable = "range-not-satisfiable";

    /// <summary>Another upload under the same key has not ended.</summary>
    public const string IdempotencyInProgress = "idempotency-in-progress";

    /// <summary>Too much is asked at a time; Retry-After says when to come again.</summary>
    public const string RateLimited = "rate-limited";

    /// <summary>The request has no key that is good.</summary>
    public const string Unauthenticated = "unauthenticated";

    /// <summary>The key does not allow this.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The service has no keys, and the request is not of its own machine.</summary>
    public const string LocalOnly = "local-only";

    /// <summary>The tenant has as many uploads in progress as it may.</summary>
    public const string TooManyUploads = "too-many-uploads";

    /// <summary>There is a tenant of this id.</summary>
    public const string TenantExists = "tenant-exists";

    /// <summary>The tenant has as many active keys as it may.</summary>
    public const string TooManyKeys = "too-many-keys";

    /// <summary>Files of the service's machine may not be processed.</summary>
    public const string FileProcessingOff = "file-processing-off";

    /// <summary>The service failed.</summary>
    public const string Internal = "internal-error";

    private static readonly Dictionary<string, int> Statuses = new(StringComparer.Ordinal)
    {
        [Validation] = 400,
        ["malformed-multipart"] = 400,
        ["malformed-request"] = 400,
        ["no-files"] = 400,
        ["invalid-filename"] = 400,
        ["option-after-file"] = 400,
        ["invalid-cursor"] = 400,
        [Unauthenticated] = 401,
        [Forbidden] = 403,
        [LocalOnly] = 403,
        [NotFound] = 404,
        [FileProcessingOff] = 404,
        ["method-not-allowed"] = 405,
        ["request-timeout"] = 408,
        [InvalidState] = 409,
        ["upload-expired"] = 409,
        ["too-many-webhooks"] = 409,
        [IdempotencyInProgress] = 409,
        [TenantExists] = 409,
        [TooManyKeys] = 409,
        [PreconditionFailed] = 412,
        ["payload-too-large"] = 413,
        ["file-too-large"] = 413,
        ["too-many-files"] = 413,
        ["too-many-documents"] = 413,
        ["unsupported-media-type"] = 415,
        ["unsupported-file-type"] = 415,
        [RangeNotSatisfiable] = 416,
        ["missing-column"] = 422,
        ["unknown-predecessor"] = 422,
        ["duplicate-header"] = 422,
        ["too-many-columns"] = 422,
        ["idempotency-mismatch"] = 422,
        ["forbidden-url"] = 422,
        [ModelIntake.UnusableModel] = 422,
        [RateLimited] = 429,
        [TooManyUploads] = 429,
        [QuotaExceededException.Queued] = 429,
        [QuotaExceededException.Daily] = 429,
        [Internal] = 500,
        ["queue-full"] = 503,
        ["storage-full"] = 503,
        ["storage-unavailable"] = 503,
    };

    /// <summary>The status of a slug; 400 for one that is not listed.</summary>
    public static int StatusOf(string type) => Statuses.GetValueOrDefault(type, 400);

    /// <summary>The slug that fits a bare status.</summary>
    public static string For(int status) => status switch
    {
        401 => Unauthenticated,
        403 => Forbidden,
        404 => NotFound,
        405 => "method-not-allowed",
        408 => "request-timeout",
        412 => PreconditionFailed,
        413 => "payload-too-large",
        429 => RateLimited,
        415 => "unsupported-media-type",
        416 => RangeNotSatisfiable,
        >= 500 => Internal,
        _ => "malformed-request",
    };
}
