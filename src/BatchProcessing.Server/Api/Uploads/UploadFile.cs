using BatchProcessing.Documents;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>One file part of a form, to be read before the next is asked for.</summary>
/// <param name="Name">Its cleaned name.</param>
/// <param name="Kind">What its name says it is.</param>
/// <param name="Content">Its content, within the limit of a file.</param>
internal sealed record UploadFile(string Name, FileKind Kind, Stream Content);
