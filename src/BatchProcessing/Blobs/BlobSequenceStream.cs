namespace BatchProcessing.Blobs;

/// <summary>Blobs one after the other as one stream with a known length, so that a download can be resumed anywhere.</summary>
public sealed class BlobSequenceStream : Stream
{
    private readonly IBlobStore _blobs;
    private readonly string[] _names;
    private readonly long[] _starts; // one more than blobs: the last is the length of all
    private Stream? _current;
    private int _currentIndex;
    private long _currentPosition; // within the sequence: a blob is read forward only

    /// <param name="blobs">Where the blobs are.</param>
    /// <param name="parts">Their names and lengths in bytes, in order.</param>
    public BlobSequenceStream(IBlobStore blobs, IReadOnlyList<(string Name, long Length)> parts)
    {
        _blobs = blobs;
        _names = [.. parts.Select(p => p.Name)];
        _starts = new long[parts.Count + 1];
        for (int i = 0; i < parts.Count; i++) _starts[i + 1] = _starts[i] + parts[i].Length;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => _starts[^1];

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.IsEmpty) return 0;
        int index = Array.BinarySearch(_starts, Position);
        index = index >= 0 ? index : ~index - 1;
        Stream part = await OpenAsync(index, cancellationToken);
        int count = (int)Math.Min(buffer.Length, _starts[index + 1] - Position);
        int read = await part.ReadAsync(buffer[..count], cancellationToken);
        if (read == 0) throw new EndOfStreamException($"Blob '{_names[index]}' is shorter than it was.");
        Position += read;
        _currentPosition = Position;
        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _current?.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<Stream> OpenAsync(int index, CancellationToken cancellationToken)
    {
        if (_current is not null && _currentIndex == index && _currentPosition == Position) return _current;
        if (_current is not null) await _current.DisposeAsync();
        _current = null;
        _current = await _blobs.OpenReadAsync(_names[index], Position - _starts[index], cancellationToken);
        (_currentIndex, _currentPosition) = (index, Position);
        return _current;
    }
}
