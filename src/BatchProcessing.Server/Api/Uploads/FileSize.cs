using System.Globalization;
using BatchProcessing.Documents;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>The refusal of a file that is too large.</summary>
internal static class FileSize
{
    /// <summary>A file has more bytes than it may.</summary>
    /// <param name="what">The file, as the beginning of a sentence.</param>
    /// <param name="limit">Bytes it may have.</param>
    public static UploadRejectedException TooLarge(string what, long limit) =>
        new("file-too-large", string.Create(CultureInfo.InvariantCulture, $"{what} has more than {limit} bytes."));
}
