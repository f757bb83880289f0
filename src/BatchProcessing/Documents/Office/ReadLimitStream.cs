namespace BatchProcessing.Documents.Office;

/// <summary>
/// Ends the reading of a file whose parts refer to each other in circles: after many times its length. Until
/// <see cref="IsOpened"/> it also ends that of a file of which a reader makes far more objects than it has bytes: it is read by
/// one thread then, in small pieces.
/// </summary>
/// <param name="inner">The file; it is not disposed with this one.</param>
internal sealed class ReadLimitStream(Stream inner) : Stream
{
    private const int MaxTimes = 32;
    private const long Least = 16 << 20;
    private const long LeastMemory = 64 << 20;
    private const int MemoryTimes = 4;

    private readonly long _memory = Math.Max(LeastMemory, inner.Length * MemoryTimes);
    private readonly long _allocated = GC.GetAllocatedBytesForCurrentThread();
    private long _left = Math.Max(Least, inner.Length * MaxTimes);

    /// <summary>Whether the reader has made what it keeps of the whole file.</summary>
    public bool IsOpened { get; set; }

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
        if (!IsOpened && GC.GetAllocatedBytesForCurrentThread() - _allocated > _memory)
        {
            throw new UnreadableFileException(
                ErrorCode.UnpackedTooLarge, $"The shared texts, formats and sheets of the workbook take more than {_memory} bytes of memory.");
        }

        return inner.Read(buffer, offset, count);
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
