using BatchProcessing.Documents;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>One file of an upload, to be read before the next is asked for.</summary>
/// <param name="Name">Its cleaned name, or null when it is the body itself.</param>
/// <param name="Kind">What its name or content type says it is.</param>
/// <param name="Content">Its content after decompression, within the limit of a file.</param>
internal sealed record UploadFile(string? Name, FileKind Kind, Stream Content);
