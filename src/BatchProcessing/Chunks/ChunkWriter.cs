using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using BatchProcessing.Blobs;
using BatchProcessing.Documents;
using BatchProcessing.Faults;

namespace BatchProcessing.Chunks;

/// <summary>
/// Cuts the documents of one upload into chunks and stores each as a create-once blob of JSON lines. A line is
/// <c>{"ordinal":0,"id":"…","file":"…","line":2,"source":"…","timestamp":"…","text":"…"}</c>, or ends in
/// <c>"error":{"code":"…","message":"…"}</c> instead of the text when the row was bad. The text comes last so that
/// what stands before it opens the result line as it is.
/// </summary>
/// <param name="blobs">Where chunks are stored.</param>
/// <param name="options">When a chunk ends.</param>
/// <param name="batchId">The batch the chunks belong to.</param>
public sealed class ChunkWriter(IBlobStore blobs, ChunkOptions options, Guid batchId) : IDisposable
{
    private const int WritesInFlight = 3;

    private readonly List<Chunk> _chunks = [];
    private readonly List<Task> _writes = [];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(512 << 10);
    private byte[] _filePart = [];
    private int _length;
    private int _inChunk;

    /// <summary>Documents written so far, bad rows included.</summary>
    public long DocumentCount { get; private set; }

    /// <summary>Bytes of input chunks so far.</summary>
    public long ByteCount { get; private set; }

    /// <summary>The id of a document whose caller gave none: <c>doc-</c> and the ordinal.</summary>
    public static string MadeId(long ordinal) => string.Create(CultureInfo.InvariantCulture, $"doc-{ordinal}");

    /// <summary>Names the file that the next documents come from, or null for a raw body.</summary>
    public void BeginFile(string? fileName)
    {
        if (fileName is null)
        {
            _filePart = [];
            return;
        }

        JsonString name = JsonString.Plain(Encoding.UTF8.GetBytes(fileName));
        var escaped = new byte[name.MaxEscapedLength];
        int length = name.WriteTo(escaped);
        _filePart = [.. ",\"file\":\""u8, .. escaped.AsSpan(0, length), (byte)'"'];
    }

    /// <summary>Appends a sound document.</summary>
    /// <returns>Whether the chunk is full and must be flushed.</returns>
    public bool Add(in DocumentRecord document)
    {
        Reserve(document.Id.MaxEscapedLength + document.Text.MaxEscapedLength
            + document.Source.MaxEscapedLength + document.Timestamp.MaxEscapedLength);
        AppendHead(document.Id, document.Line);
        AppendString(",\"source\":\""u8, document.Source);
        AppendString(",\"timestamp\":\""u8, document.Timestamp);
        AppendString(ChunkLine.TextProperty, document.Text);
        return EndLine();
    }

    /// <summary>Appends a bad row.</summary>
    /// <returns>Whether the chunk is full and must be flushed.</returns>
    public bool AddFailed(ReadOnlySpan<byte> id, long line, string code, string message)
    {
        JsonString utf8Message = JsonString.Plain(Encoding.UTF8.GetBytes(message));
        JsonString plainId = JsonString.Plain(id);
        Reserve(plainId.MaxEscapedLength + utf8Message.MaxEscapedLength + code.Length);
        AppendHead(plainId, line);
        Append(ChunkLine.ErrorProperty);
        AppendString("\"code\":\""u8, JsonString.Plain(Encoding.UTF8.GetBytes(code)));
        AppendString(",\"message\":\""u8, utf8Message);
        Append("}"u8);
        return EndLine();
    }

    /// <summary>Stores the chunk at hand, if it has any document. The write goes on while the next chunk fills.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_inChunk == 0) return;
        long first = DocumentCount - _inChunk;
        var chunk = new Chunk
        {
            FirstOrdinal = first,
            DocumentCount = _inChunk,
            InputBlob = BlobName.Input(batchId, first),
            InputLength = _length,
        };
        _chunks.Add(chunk);
        ByteCount += _length;
        if (_writes.Count >= WritesInFlight) await FinishOneWriteAsync();
        _writes.Add(StoreAsync(chunk.InputBlob, _buffer, _length, cancellationToken));
        _buffer = ArrayPool<byte>.Shared.Rent(_buffer.Length);
        _length = 0;
        _inChunk = 0;
    }

    /// <summary>Stores what is left; when the task ends all chunks and their names are on stable storage.</summary>
    /// <returns>The chunks in the order of their ordinals.</returns>
    public async Task<IReadOnlyList<Chunk>> CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        await DrainAsync();
        await blobs.SealFolderAsync(BlobName.InputFolder(batchId), cancellationToken);
        return _chunks;
    }

    /// <summary>Waits until no write is under way; what they threw is thrown here.</summary>
    public async Task DrainAsync()
    {
        Task[] writes = [.. _writes];
        _writes.Clear();
        await Task.WhenAll(writes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private async Task FinishOneWriteAsync()
    {
        Task done = await Task.WhenAny(_writes);
        _writes.Remove(done);
        await done;
    }

    private Task StoreAsync(string name, byte[] buffer, int length, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            try
            {
                await blobs.CreateAsync(name, buffer.AsMemory(0, length), cancellationToken);
                FaultPoint.Reach(FaultPoint.AfterInputBlob);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        },
        CancellationToken.None);

    private void AppendHead(JsonString id, long line)
    {
        Append("{\"ordinal\":"u8);
        AppendNumber(DocumentCount);
        if (id.IsEmpty)
        {
            Append(",\"id\":\"doc-"u8);
            AppendNumber(DocumentCount);
            Append("\""u8);
        }
        else
        {
            AppendString(",\"id\":\""u8, id);
        }

        Append(_filePart);
        if (line <= 0) return;
        Append(",\"line\":"u8);
        AppendNumber(line);
    }

    private void AppendString(ReadOnlySpan<byte> opening, JsonString value)
    {
        if (value.IsEmpty) return;
        Append(opening);
        _length += value.WriteTo(_buffer.AsSpan(_length));
        Append("\""u8);
    }

    private void AppendNumber(long value)
    {
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out int written);
        _length += written;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private bool EndLine()
    {
        Append("}\n"u8);
        DocumentCount++;
        _inChunk++;
        return _inChunk >= options.MaxDocuments || _length >= options.MaxBytes;
    }

    private void Reserve(int contentLength)
    {
        const int Frame = 256; // property names, numbers and punctuation of one line
        int needed = _length + contentLength + _filePart.Length + Frame;
        if (needed <= _buffer.Length) return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _buffer.Length * 2));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
