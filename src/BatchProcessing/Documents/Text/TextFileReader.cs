using System.Buffers;
using System.Text;
using BatchProcessing.Documents.Charsets;

namespace BatchProcessing.Documents.Text;

/// <summary>Reads a file that is one document: text, Markdown or HTML. At most the size of one text is held.</summary>
/// <param name="kind">What the file's name says it is.</param>
/// <param name="declared">The charset its sender names, or null.</param>
public sealed class TextFileReader(FileKind kind, Encoding? declared = null)
{
    /// <summary>Reads a file to its end and takes it as one document; whatever is wrong with it is that document's error.</summary>
    /// <exception cref="UploadRejectedException">A limit of the upload is passed.</exception>
    public async Task ReadAsync(Stream stream, DocumentIntake intake, CancellationToken cancellationToken)
    {
        int limit = intake.Options.MaxTextBytes;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(limit + 1);
        try
        {
            int length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, limit + 1), limit + 1, throwOnEndOfStream: false, cancellationToken);
            await DrainAsync(stream, cancellationToken);
            if (Take(buffer.AsSpan(0, length), limit, intake)) await intake.FlushAsync(cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool Take(ReadOnlySpan<byte> content, int limit, DocumentIntake intake)
    {
        ReadOnlySpan<byte> start = content[..Math.Min(content.Length, FileSignature.Length)];
        string? format = FileSignature.BinaryFormat(start) ?? (Charset.IsUtf8(declared) && FileSignature.HasBinaryBytes(start) ? "binary data" : null);
        if (format is not null)
            return intake.AddFailed(0, ErrorCode.ContentMismatch, $"The file is named as text but is {format}.");
        if (content.Length > limit)
            return intake.AddFailed(0, ErrorCode.TextTooLarge, $"The text has more than {limit} bytes.");
        if (!TextExtraction.TryDecode(content, kind, declared, out string text))
            return intake.AddFailed(0, ErrorCode.Encoding, "The file is not valid in the charset it names, or in UTF-8 where it names none.");
        return intake.Add(new DocumentRecord
        {
            Text = JsonString.Plain(Encoding.UTF8.GetBytes(TextExtraction.Extract(kind, text))),
        });
    }

    private static async Task DrainAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] rest = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            while (await stream.ReadAsync(rest, cancellationToken) > 0)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rest);
        }
    }
}
