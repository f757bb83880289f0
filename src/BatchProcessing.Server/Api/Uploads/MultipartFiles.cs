using System.Text;
using BatchProcessing.Documents;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>Walks a form part by part without buffering it: options first, then files.</summary>
internal sealed class MultipartFiles : IUploadFiles
{
    private const int MaxBoundary = 128;
    private const int MaxFieldBytes = 64 << 10;
    private const int BufferSize = 64 << 10;

    private readonly MultipartReader _reader;
    private readonly OptionFields _fields;
    private readonly UploadOptions _limits;
    private readonly OwnPart? _own;
    private int _files;

    /// <param name="type">The content type with the boundary.</param>
    /// <param name="body">The form.</param>
    /// <param name="fields">Take the options.</param>
    /// <param name="limits">What may come.</param>
    /// <param name="own">A part that the limit of files is not for, if there is one.</param>
    /// <exception cref="UploadRejectedException">The content type has no usable boundary.</exception>
    public MultipartFiles(MediaTypeHeaderValue type, Stream body, OptionFields fields, UploadOptions limits, OwnPart? own = null)
    {
        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? "";
        if (boundary.Length is 0 or > MaxBoundary)
            throw Malformed($"The content type's boundary has {boundary.Length} characters; 1 to {MaxBoundary} are allowed.");
        _reader = new MultipartReader(boundary, body, BufferSize);
        _fields = fields;
        _limits = limits;
        _own = own;
    }

    // Takes the options on the way.
    /// <inheritdoc/>
    public async Task<UploadFile?> NextAsync(CancellationToken cancellationToken)
    {
        while (await NextSectionAsync(cancellationToken) is { } section)
        {
            (ContentDispositionHeaderValue disposition, string? fileName) = DispositionOf(section);
            string key = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
            if (fileName is not null) return Begin(key, fileName, section);
            if (_files > 0)
                throw new UploadRejectedException("option-after-file", $"The option '{key}' comes after a file; options come first.");
            _fields.Add(key, await ReadFieldAsync(key, section.Body, cancellationToken));
        }

        return null;
    }

    private static (ContentDispositionHeaderValue Disposition, string? FileName) DispositionOf(MultipartSection section)
    {
        try
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? disposition))
                return (disposition, (disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).Value);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            // A file name in a charset that nobody has, such as utf-7.
            throw Malformed("The file name of a part is in a charset that is not known.");
        }

        throw Malformed("A part has no content disposition.");
    }

    private UploadFile Begin(string part, string rawName, MultipartSection section)
    {
        if (++_files > _limits.MaxFiles)
            throw new UploadRejectedException("too-many-files", $"The form has more than {_limits.MaxFiles} files.");
        string name = FileName.Clean(rawName);
        bool isOwn = part == _own?.Name;
        FileKind kind = isOwn ? FileKind.Archive : FileName.KindOf(name);
        long most = isOwn ? _own!.MaxBytes : _limits.MaxFileBytes;
        var limited = new LimitedStream(new SectionStream(section.Body), most, () => FileSize.TooLarge($"The file '{name}'", most));
        return new UploadFile(new DeclaredFile(name, kind, DeclaredCharset.Of(section.ContentType)), limited) { Part = part };
    }

    private async Task<MultipartSection?> NextSectionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw Malformed($"The form cannot be read: {e.Message}");
        }
    }

    private static async Task<string> ReadFieldAsync(string key, Stream content, CancellationToken cancellationToken)
    {
        var bytes = new byte[MaxFieldBytes + 1];
        int length = await new SectionStream(content).ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxFieldBytes) throw new UploadRejectedException("validation", $"The option '{key}' has more than {MaxFieldBytes} bytes.");
        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    internal static UploadRejectedException Malformed(string message) => new("malformed-multipart", message);
}
