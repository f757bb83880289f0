namespace BatchProcessing.Documents.Archives;

/// <summary>A part of a spooled file, read from its start to its end.</summary>
internal sealed class SpoolSection(SpoolFile file, long start, long length) : SequentialStream
{
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        int count = file.ReadAt(start + _read, buffer[..(int)Math.Min(buffer.Length, length - _read)]);
        _read += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
}
