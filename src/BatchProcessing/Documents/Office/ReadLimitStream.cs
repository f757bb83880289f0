namespace BatchProcessing.Documents.Office;

/// <summary>Ends the reading of a file whose parts refer to each other in circles: after many times its length.</summary>
/// <param name="inner">The file; it is not disposed with this one.</param>
internal sealed class ReadLimitStream(Stream inner) : Stream
{
    private const int MaxTimes = 32;
    private const long Least = 16 << 20;

    private long _left = Math.Max(Least, inner.Length * MaxTimes);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        _left -= Math.Max(count, 1);
        if (_left < 0) throw new InvalidDataException("The file refers to itself in circles.");
        return inner.Read(buffer, offset, count);
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
