namespace BatchProcessing.Documents.Archives;

/// <summary>
/// The content of one entry as it is unpacked: counted against the budget while it is read, and at its end compared with
/// the size and checksum that the archive claims.
/// </summary>
internal sealed class UnpackedStream(Stream content, ZipEntryHeader entry, UnpackBudget budget) : SequentialStream
{
    private long _count;
    private Crc32 _crc;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        int read = ReadContent(buffer);
        _count += read;
        budget.Take(entry, read, _count);
        _crc.Append(buffer[..read]);
        bool isAsClaimed = read > 0 ? _count <= entry.Unpacked : _count == entry.Unpacked && _crc.Value == entry.Crc;
        return isAsClaimed ? read : throw UnreadableFileException.Corrupt($"'{entry.ShownName}' has not the size or checksum that the archive claims.");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    // The archive is a local file: what takes time is unpacking, which waits for nothing.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<int>(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing) content.Dispose();
        base.Dispose(disposing);
    }

    private int ReadContent(Span<byte> buffer)
    {
        try
        {
            return content.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw UnreadableFileException.Corrupt($"'{entry.ShownName}' cannot be unpacked.");
        }
    }
}
