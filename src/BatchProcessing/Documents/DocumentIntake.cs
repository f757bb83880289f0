using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using BatchProcessing.Chunks;
using BatchProcessing.Tenants;

namespace BatchProcessing.Documents;

/// <summary>
/// Takes the documents of one upload from its readers, checks each, and passes it to the chunk writer: as a document
/// when it is sound, as a failed document with a code when it is not. Content faults never refuse the upload, unless
/// the caller asked for that.
/// </summary>
/// <param name="writer">Where accepted documents go.</param>
/// <param name="options">The limits.</param>
/// <param name="failOnInvalid">Whether the first bad document refuses the whole upload.</param>
/// <param name="allowance">What the tenant's quota has left; null for no quota.</param>
public sealed class DocumentIntake(ChunkWriter writer, UploadOptions options, bool failOnInvalid, DocumentAllowance? allowance = null)
{
    /// <summary>How many first ids are kept for the receipt.</summary>
    public const int KeptIds = 1000;

    /// <summary>UTF-8 bytes that a source may have, and a timestamp.</summary>
    public const int MaxFieldBytes = 4096;

    private const int MaxIdCharacters = 256;

    private readonly IdSet _ids = new();
    private readonly List<string> _firstIds = [];
    private byte[] _unescapedText = [];
    private byte[] _unescapedId = [];
    private byte[] _unescapedField = [];
    private string? _file;

    /// <summary>Documents taken so far, bad ones included.</summary>
    public long Count => writer.DocumentCount;

    /// <summary>The ids of the first 1,000 documents.</summary>
    public IReadOnlyList<string> FirstIds => _firstIds;

    /// <summary>The limits that readers keep while they read.</summary>
    public UploadOptions Options => options;

    /// <summary>Begins a source: a file of a multipart upload, or the body itself. Ids are unique within it.</summary>
    /// <param name="fileName">The cleaned file name, or null for a raw body.</param>
    public void BeginSource(string? fileName)
    {
        _file = fileName;
        writer.BeginFile(fileName);
        _ids.Clear();
    }

    /// <summary>Takes one document.</summary>
    /// <returns>Whether the chunk is full and <see cref="FlushAsync"/> must be called before the next one.</returns>
    /// <exception cref="UploadRejectedException">There are too many documents, or bad ones are not wanted.</exception>
    public bool Add(in DocumentRecord document)
    {
        if (!CheckId(document, out ReadOnlySpan<byte> id, out var fault)) return AddFailed(document, id, fault);
        if (!CheckText(document.Text, out fault)) return AddFailed(document, id, fault);
        if (!CheckField("source", document.Source, out fault) || !CheckField("timestamp", document.Timestamp, out fault))
            return AddFailed(document, id, fault);

        CountDocument(id);
        // The id is looked up by its bytes: escapes that JSON does not need would hide it.
        return writer.Add(document with { Id = JsonString.Plain(id) });
    }

    /// <summary>Takes a row that could not be read as a document.</summary>
    /// <returns>As <see cref="Add"/>.</returns>
    /// <exception cref="UploadRejectedException">There are too many documents, or bad ones are not wanted.</exception>
    public bool AddFailed(long line, string code, string message) =>
        AddFailed(new DocumentRecord { Line = line }, default, (code, message));

    /// <summary>Stores the chunk that has become full.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => writer.FlushAsync(cancellationToken);

    private bool AddFailed(in DocumentRecord document, ReadOnlySpan<byte> id, (string Code, string Message) fault)
    {
        string message = document.Line > 0
            ? string.Create(CultureInfo.InvariantCulture, $"Line {document.Line}: {fault.Message}")
            : fault.Message;
        if (failOnInvalid) throw new UploadRejectedException("validation", _file is null ? message : $"{_file}: {message}");
        CountDocument(id);
        return writer.AddFailed(id, document.Line, fault.Code, message);
    }

    private void CountDocument(ReadOnlySpan<byte> id)
    {
        if (writer.DocumentCount >= options.MaxDocuments)
        {
            throw new UploadRejectedException("too-many-documents",
                $"The upload has more than {options.MaxDocuments} documents, the limit of a batch.");
        }

        allowance?.Check(writer.DocumentCount + 1);
        if (_firstIds.Count < KeptIds)
            _firstIds.Add(id.IsEmpty ? ChunkWriter.MadeId(writer.DocumentCount) : Encoding.UTF8.GetString(id));
    }

    private bool CheckId(in DocumentRecord document, out ReadOnlySpan<byte> id, out (string, string) fault)
    {
        id = default;
        fault = default;
        if (document.Id.IsEmpty) return true;
        if (!TryUnescape(document.Id, ref _unescapedId, out ReadOnlySpan<byte> plain))
        {
            fault = (ErrorCode.Encoding, "The id is not valid UTF-8.");
            return false;
        }

        if (plain.Length > MaxIdCharacters && Encoding.UTF8.GetCharCount(plain) > MaxIdCharacters)
        {
            fault = (ErrorCode.IdTooLong, $"The id has {Encoding.UTF8.GetCharCount(plain)} characters, more than {MaxIdCharacters}.");
            return false;
        }

        id = plain;
        if (_ids.Add(plain)) return true;
        fault = (ErrorCode.DuplicateId, $"The id '{Encoding.UTF8.GetString(plain)}' occurred before.");
        return false;
    }

    private bool CheckText(JsonString text, out (string, string) fault)
    {
        fault = default;
        if (!TryUnescape(text, ref _unescapedText, out ReadOnlySpan<byte> plain))
            fault = (ErrorCode.Encoding, "The text is not valid UTF-8.");
        else if (plain.Length > options.MaxTextBytes)
            fault = (ErrorCode.TextTooLarge, $"The text has {plain.Length} bytes, more than {options.MaxTextBytes}.");
        else if (IsBlank(plain))
            fault = (ErrorCode.Empty, "The text is empty.");
        else if (plain.Contains((byte)0))
            fault = (ErrorCode.Nul, "The text contains the character U+0000.");
        return fault == default;
    }

    // Before it is unescaped: an escape is at most six bytes for one.
    private bool CheckField(string name, JsonString value, out (string, string) fault)
    {
        fault = default;
        if (value.IsEmpty) return true;
        ReadOnlySpan<byte> plain = value.Utf8;
        bool isSound = plain.Length > 6 * MaxFieldBytes || TryUnescape(value, ref _unescapedField, out plain);
        if (!isSound) fault = (ErrorCode.Encoding, $"The {name} is not valid UTF-8.");
        else if (plain.Length > MaxFieldBytes) fault = (ErrorCode.FieldTooLong, $"The {name} has more than {MaxFieldBytes} bytes.");
        return fault == default;
    }

    private static bool TryUnescape(JsonString value, ref byte[] scratch, out ReadOnlySpan<byte> plain)
    {
        plain = value.Utf8;
        if (!Utf8.IsValid(plain)) return false;
        if (!value.IsEscaped) return true;
        if (scratch.Length < plain.Length) scratch = new byte[Math.Max(256, plain.Length * 2)];
        try
        {
            plain = scratch.AsSpan(0, value.Unescape(scratch));
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // half of a surrogate pair
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out Rune rune, out int used) != OperationStatus.Done || !Rune.IsWhiteSpace(rune))
                return false;
            text = text[used..];
        }

        return true;
    }
}
