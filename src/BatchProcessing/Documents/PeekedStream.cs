namespace BatchProcessing.Documents;

/// <summary>A forward-only stream whose first bytes can be looked at before they are read.</summary>
internal sealed class PeekedStream(Stream inner) : ForwardOnlyStream
{
    private ReadOnlyMemory<byte> _peeked;

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
}
