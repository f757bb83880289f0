namespace BatchProcessing.Documents;

/// <summary>A forward-only stream whose first bytes can be looked at before they are read.</summary>
internal sealed class PeekedStream(Stream inner) : Stream
{
    private ReadOnlyMemory<byte> _peeked;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Looks at up to <paramref name="count"/> first bytes; called once, before any read.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(int count, CancellationToken cancellationToken)
    {
        var start = new byte[count];
        int length = await inner.ReadAtLeastAsync(start, count, throwOnEndOfStream: false, cancellationToken);
        _peeked = start.AsMemory(0, length);
        return _peeked;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_peeked.IsEmpty) return await inner.ReadAsync(buffer, cancellationToken);
        int count = Math.Min(buffer.Length, _peeked.Length);
        _peeked[..count].CopyTo(buffer);
        _peeked = _peeked[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
