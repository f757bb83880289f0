using System.Text;
using BatchProcessing.Documents;
using BatchProcessing.Documents.Charsets;
using Microsoft.Net.Http.Headers;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>The charset that a content type names.</summary>
internal static class DeclaredCharset
{
    private const int MaxShown = 40;

    /// <summary>Finds it.</summary>
    /// <param name="contentType">The header of a request or of a part of a form.</param>
    /// <returns>Null for UTF-8, which need not be named, and when none is named.</returns>
    /// <exception cref="UploadRejectedException">There is no such charset.</exception>
    public static Encoding? Of(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type)) return null;
        string name = HeaderUtilities.RemoveQuotes(type.Charset).Value ?? "";
        if (name.Length == 0) return null;
        Encoding charset = Charset.Find(name) ?? throw new UploadRejectedException(
            "unsupported-media-type", $"The charset '{(name.Length <= MaxShown ? name : name[..MaxShown] + "…")}' is not known.");
        return charset.CodePage == Encoding.UTF8.CodePage ? null : charset;
    }
}
