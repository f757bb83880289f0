using System.Buffers;
using System.Text;
using BatchProcessing.Documents.Charsets;
using BatchProcessing.Documents.Text;

namespace BatchProcessing.Documents.Mail;

/// <summary>Collects the parts of a message that are text: the plain ones, or the text of pages when there is no plain one.</summary>
/// <param name="maxTextBytes">Bytes the text may have.</param>
internal sealed class MailText(int maxTextBytes)
{
    // Quoted-printable writes three bytes for one.
    private readonly long _maxPacked = 3L * maxTextBytes;
    private readonly ArrayBufferWriter<byte> _packed = new();
    private readonly StringBuilder _plain = new();
    private readonly StringBuilder _pages = new();
    private MailHeaders _headers = new();

    /// <summary>The text so far.</summary>
    public string Result => (_plain.Length > 0 ? _plain : _pages).ToString();

    /// <summary>Begins a part.</summary>
    public void Begin(MailHeaders headers)
    {
        _headers = headers;
        _packed.ResetWrittenCount();
    }

    /// <summary>Takes a line of the part.</summary>
    /// <exception cref="UnreadableFileException">The text is too large.</exception>
    public void Take(ReadOnlySpan<byte> line, bool isTooLong)
    {
        if (isTooLong || _packed.WrittenCount + line.Length >= _maxPacked) throw TooLarge();
        _packed.Write(line);
        _packed.Write("\n"u8);
    }

    /// <summary>Decodes the part.</summary>
    /// <exception cref="UnreadableFileException">It is not text in its charset, or the text is too large.</exception>
    public void End()
    {
        byte[] content = TransferEncoding.Decode(_headers.Word("Content-Transfer-Encoding"), _packed.WrittenSpan);
        FileKind kind = _headers.Word("Content-Type") == "text/html" ? FileKind.Html : FileKind.Text;
        string? name = _headers.Parameter("Content-Type", "charset");
        Encoding? charset = Charset.Find(name);
        if (charset is null && !string.IsNullOrEmpty(name))
            throw new UnreadableFileException(ErrorCode.Encoding, $"The charset '{(name.Length > 40 ? name[..40] : name)}' is not known.");
        if (!TextExtraction.TryDecode(content, kind, charset, out string text))
            throw new UnreadableFileException(ErrorCode.Encoding, "The message is not valid in the charset it names, or in UTF-8 where it names none.");
        StringBuilder kept = kind == FileKind.Html ? _pages : _plain;
        kept.Append(TextExtraction.Extract(kind, text).Trim()).Append('\n');
        if (kept.Length > maxTextBytes) throw TooLarge();
    }

    private UnreadableFileException TooLarge() => new(ErrorCode.TextTooLarge, $"The text has more than {maxTextBytes} bytes.");
}
