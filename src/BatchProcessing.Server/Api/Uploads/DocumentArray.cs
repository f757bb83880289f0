using System.Buffers;
using System.Text.Json;
using BatchProcessing.Documents;
using BatchProcessing.Server.Api.Problems;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>
/// A JSON array of documents, read as JSON lines: one line an element. The body is held once; the lines are made of it
/// as they are read.
/// </summary>
internal sealed class DocumentArray : ForwardOnlyStream
{
    private const int MaxDepth = 64;

    private static readonly byte[] OpeningOfText = [.. "{\"text\":"u8];
    private static readonly byte[] ClosingOfText = [.. "}\n"u8];
    private static readonly byte[] Closing = [(byte)'\n'];

    private readonly byte[] _body;
    private readonly List<(int Start, int Length, bool IsText)> _elements;
    private int _next;
    private ReadOnlyMemory<byte> _piece;
    private int _pieceOfLine = 3;

    private DocumentArray(byte[] body, List<(int Start, int Length, bool IsText)> elements)
    {
        _body = body;
        _elements = elements;
    }

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a body to its end.</summary>
    /// <param name="body">The body, within its limit.</param>
    /// <param name="expected">The bytes it is expected to have.</param>
    /// <param name="maxDocuments">Elements that it may have.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UploadRejectedException">It is no JSON array, or has too many elements.</exception>
    public static async Task<DocumentArray> ReadAsync(Stream body, int expected, int maxDocuments, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(expected + 1);
        try
        {
            int length = 0;
            while (await body.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
            {
                length += read;
                if (length == buffer.Length) buffer = Larger(buffer);
            }

            return new DocumentArray(buffer, Elements(buffer.AsSpan(0, length), maxDocuments));
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int written = 0;
        while (written < buffer.Length && (!_piece.IsEmpty || NextPiece()))
        {
            int length = Math.Min(_piece.Length, buffer.Length - written);
            Span<byte> target = buffer.Span.Slice(written, length);
            // Line feeds stand between tokens only, for inside strings they are escaped.
            if (_pieceOfLine == 1) _piece.Span[..length].Replace(target, (byte)'\n', (byte)' ');
            else _piece.Span[..length].CopyTo(target);
            _piece = _piece[length..];
            written += length;
        }

        return ValueTask.FromResult(written);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _next >= 0) ArrayPool<byte>.Shared.Return(_body);
        _next = -1;
        base.Dispose(disposing);
    }

    // A line is what opens it, the element as it came, and what closes it. Writing the element anew would throw at half
    // of a surrogate pair, which is that document's error alone.
    private bool NextPiece()
    {
        if (++_pieceOfLine > 2)
        {
            if (_next == _elements.Count) return false;
            _next++;
            _pieceOfLine = 0;
        }

        (int start, int length, bool isText) = _elements[_next - 1];
        _piece = _pieceOfLine switch
        {
            0 => isText ? OpeningOfText : default(ReadOnlyMemory<byte>),
            1 => _body.AsMemory(start, length),
            _ => isText ? ClosingOfText : Closing,
        };
        return !_piece.IsEmpty || NextPiece();
    }

    private static List<(int Start, int Length, bool IsText)> Elements(ReadOnlySpan<byte> body, int maxDocuments)
    {
        int mark = body.StartsWith(Utf8Mark) ? 3 : 0;
        List<(int Start, int Length, bool IsText)> elements = [];
        int count = 0;
        try
        {
            var reader = new Utf8JsonReader(body[mark..], new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            bool isArray = reader.TokenType == JsonTokenType.StartArray;
            while (reader.Read() && (reader.CurrentDepth > 0 || reader.TokenType != JsonTokenType.EndArray))
            {
                if (!isArray || ++count > maxDocuments)
                {
                    reader.Skip();
                    continue;
                }

                int start = (int)reader.TokenStartIndex;
                bool isText = reader.TokenType == JsonTokenType.String;
                reader.Skip();
                elements.Add((mark + start, (int)reader.BytesConsumed - start, isText));
            }

            reader.Read(); // what follows the array is a fault
            if (!isArray) throw Invalid("The body is not a JSON array.");
        }
        catch (JsonException e)
        {
            throw Invalid($"The body is not JSON: {e.Message}");
        }

        return count <= maxDocuments
            ? elements
            : throw new UploadRejectedException("too-many-documents", $"The array has {count} documents, more than {maxDocuments}; use bulk-upload.");
    }

    private static byte[] Larger(byte[] buffer)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static UploadRejectedException Invalid(string message) => new(ProblemType.Validation, message);
}
