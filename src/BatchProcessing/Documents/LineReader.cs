using System.Buffers;

namespace BatchProcessing.Documents;

/// <summary>
/// Reads lines of bytes from a stream through one reused buffer. A line longer than the limit is skipped and
/// reported as too long; it never grows the buffer further.
/// </summary>
internal sealed class LineReader : IDisposable
{
    private readonly Stream _stream;
    private readonly int _maxLineBytes;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private int _searched;
    private bool _atEnd;
    private bool _skipping;

    public LineReader(Stream stream, int maxLineBytes, int bufferSize = 256 << 10)
    {
        _stream = stream;
        _maxLineBytes = maxLineBytes;
        _buffer = ArrayPool<byte>.Shared.Rent(bufferSize);
    }

    /// <summary>The 1-based number of the line that <see cref="TryRead"/> returned last.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Whether that line was too long; its content is not given then.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Takes the next line out of the buffer, without its line feed and carriage return.</summary>
    /// <returns>False when more input is needed or there is none: call <see cref="FillAsync"/>.</returns>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        line = default;
        IsTooLong = false;
        int feed = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
        if (feed < 0)
        {
            _searched = _end;
            if (_end - _start > _maxLineBytes) SkipRest();
            if (!_atEnd || (_start == _end && !_skipping)) return false;
            feed = _end - _searched; // the last line has no line feed
        }

        int length = _searched + feed - _start;
        line = _buffer.AsSpan(_start, length);
        _start = _searched = Math.Min(_start + length + 1, _end);
        LineNumber++;
        IsTooLong = _skipping || length > _maxLineBytes;
        if (IsTooLong) line = default;
        _skipping = false;
        if (line is [.., (byte)'\r']) line = line[..^1];
        if (LineNumber == 1 && line.StartsWith(Utf8Mark)) line = line[Utf8Mark.Length..];
        return true;
    }

    /// <summary>Reads more of the stream.</summary>
    /// <returns>False when the stream has ended and every line has been taken.</returns>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_atEnd) return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _searched -= _start;
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length) Grow();
        int read = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        _atEnd = read == 0;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    private void SkipRest()
    {
        _skipping = true;
        _start = _searched = _end;
    }

    private void Grow()
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
