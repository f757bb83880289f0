using System.Buffers;

namespace BatchProcessing.Documents;

/// <summary>
/// A table whose rows have at most a few more fields than any table may: what follows in a row becomes one quoted field of
/// its line breaks, so that lines still count and a row of millions of fields takes no memory.
/// </summary>
/// <param name="inner">The table, in UTF-8; it is not disposed with this one.</param>
/// <param name="maxFields">Fields a row may have; those of one that has more are more than these.</param>
internal sealed class RowWidthStream(Stream inner, int maxFields) : SequentialStream
{
    /// <summary>Bytes that a table's header may have.</summary>
    public const int MaxHeaderBytes = 1 << 20;

    private const int BlockBytes = 64 << 10;

    private static ReadOnlySpan<byte> Mark => "\uFEFF"u8;

    private readonly byte[] _block = new byte[BlockBytes];
    private readonly ArrayBufferWriter<byte> _ready = new(2 * BlockBytes);
    private ArrayBufferWriter<byte>? _header;
    private RowWidth? _width;
    private int _taken;
    private bool _isAtEnd;

    /// <summary>Begins to look at rows, when it is known what separates their fields.</summary>
    public void Begin(char separator)
    {
        _width = new RowWidth((byte)separator, maxFields);
        // What has been read with the header is past changing, but not where in a row it ends.
        ReadOnlySpan<byte> passed = _header is null ? [] : _header.WrittenSpan;
        _width.Pass(passed.StartsWith(Mark) ? passed[Mark.Length..] : passed, kept: null);
        _header = null;
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (_taken == _ready.WrittenCount && !_isAtEnd) Take(inner.Read(_block));
        return Give(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        while (_taken == _ready.WrittenCount && !_isAtEnd) Take(await inner.ReadAsync(_block, cancellationToken));
        return Give(buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    private void Take(int read)
    {
        ReadOnlySpan<byte> block = _block.AsSpan(0, read);
        _ready.ResetWrittenCount();
        _taken = 0;
        _isAtEnd = read == 0;
        if (_width is not null)
        {
            if (_isAtEnd) _width.End(_ready);
            else _width.Pass(block, _ready);
            return;
        }

        _header ??= new ArrayBufferWriter<byte>();
        _header.Write(block);
        if (_header.WrittenCount > MaxHeaderBytes)
            throw new UploadRejectedException("missing-column", $"The header of the table cannot be read: it has more than {MaxHeaderBytes} bytes.");
        _ready.Write(block);
    }

    private int Give(Span<byte> buffer)
    {
        ReadOnlySpan<byte> ready = _ready.WrittenSpan[_taken..];
        int count = Math.Min(ready.Length, buffer.Length);
        ready[..count].CopyTo(buffer);
        _taken += count;
        return count;
    }
}
