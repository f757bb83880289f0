using System.Globalization;
using System.IO.Compression;
using BatchProcessing.Documents;
using BatchProcessing.Telemetry;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>The body of a request, decompressed and within its limits.</summary>
internal static class RequestBody
{
    private const long RatioFloor = 1 << 20;

    /// <summary>Opens the body as its content encoding says.</summary>
    /// <exception cref="UploadRejectedException">The encoding is not known.</exception>
    public static Stream Open(HttpRequest request, UploadOptions limits)
    {
        string encoding = request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();
        return encoding switch
        {
            "" or "identity" => Limited(request.Body, limits.MaxRequestBytes),
            "gzip" or "x-gzip" => Unpack(request.Body, limits),
            _ => throw new UploadRejectedException("unsupported-media-type", $"The content encoding '{encoding}' is not known; use gzip or none."),
        };
    }

    private static RatioLimitedStream Unpack(Stream body, UploadOptions limits)
    {
        LimitedStream packed = Limited(body, limits.MaxRequestBytes);
        var unpacked = new LimitedStream(
            new GZipStream(packed, CompressionMode.Decompress), limits.MaxRequestBytes, () => TooLarge(limits.MaxRequestBytes));
        return new RatioLimitedStream(packed, unpacked, limits.MaxGzipRatio, RatioFloor);
    }

    private static LimitedStream Limited(Stream body, long limit) => new(body, limit, () => TooLarge(limit), BatchMeter.Received);

    private static UploadRejectedException TooLarge(long limit) => new(
        "payload-too-large", string.Create(CultureInfo.InvariantCulture, $"The request has more than {limit} bytes."));
}
