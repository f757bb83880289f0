using BatchProcessing.Documents;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>One file of an upload, to be read before the next is asked for.</summary>
/// <param name="Declared">What its name and content type say of it.</param>
/// <param name="Content">Its content after decompression, within the limit of a file.</param>
internal sealed record UploadFile(DeclaredFile Declared, Stream Content)
{
    /// <summary>The name of the part that it came in, or null when it is the body itself.</summary>
    public string? Part { get; init; }

    /// <summary>Its cleaned name, or null when it is the body itself.</summary>
    public string? Name => Declared.Name;

    /// <summary>What its name or content type says it is.</summary>
    public FileKind Kind => Declared.Kind;
}
