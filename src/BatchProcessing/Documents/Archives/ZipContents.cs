using System.Buffers.Binary;
using System.IO.Compression;

namespace BatchProcessing.Documents.Archives;

/// <summary>The entries of a ZIP archive, each to be unpacked as a stream that counts and checks.</summary>
/// <param name="file">The archive.</param>
/// <param name="entries">Its directory.</param>
/// <param name="budget">The bytes it may unpack to.</param>
internal sealed class ZipContents(SpoolFile file, IReadOnlyList<ZipEntryHeader> entries, UnpackBudget budget)
{
    private const int LocalHeaderBytes = 30;
    private const int Stored = 0;
    private const int Deflated = 8;

    /// <summary>The entries in the order of the directory.</summary>
    public IReadOnlyList<ZipEntryHeader> Entries => entries;

    /// <summary>Reads the directory of an archive.</summary>
    /// <exception cref="UnreadableFileException">The archive is damaged, or has too many entries.</exception>
    public static ZipContents Open(SpoolFile file, UploadOptions limits, UnpackBudget budget)
    {
        var contents = new ZipContents(file, ZipDirectory.Read(file, limits.MaxArchiveEntries), budget);
        contents.RefuseOverlaps();
        return contents;
    }

    /// <summary>Opens an entry.</summary>
    /// <exception cref="UnreadableFileException">It is encrypted, packed in a way that is not known, or not where it should be.</exception>
    public Stream Open(ZipEntryHeader entry)
    {
        if (entry.IsEncrypted) throw new UnreadableFileException(ErrorCode.Encrypted, $"'{entry.ShownName}' needs a password.");
        if (entry.Method is not (Stored or Deflated))
            throw UnreadableFileException.Corrupt($"'{entry.ShownName}' is packed by method {entry.Method}, which is not known.");
        if (StartOf(entry) is not { } start)
            throw UnreadableFileException.Corrupt($"'{entry.ShownName}' is not where the directory of the archive says.");
        if (entry.Packed < 0 || start > file.Length - entry.Packed)
            throw UnreadableFileException.Corrupt($"'{entry.ShownName}' goes on after the end of the archive.");
        var packed = new SpoolSection(file, start, entry.Packed);
        return new UnpackedStream(entry.Method == Stored ? packed : new DeflateStream(packed, CompressionMode.Decompress), entry, budget);
    }

    // No packer writes entries that share bytes; bombs do, since each of them unpacks the same data again.
    private void RefuseOverlaps()
    {
        (ZipEntryHeader Entry, long End)? before = null;
        foreach (ZipEntryHeader entry in entries.OrderBy(e => e.Offset))
        {
            if (StartOf(entry) is not { } start || entry.Packed < 0) continue; // told when it is opened
            if (entry.Offset < before?.End)
                throw UnreadableFileException.Corrupt($"The entries '{before.Value.Entry.ShownName}' and '{entry.ShownName}' of the archive overlap.");
            before = (entry, start + entry.Packed);
        }
    }

    /// <summary>Where the content of an entry starts; null when there is no header of one.</summary>
    private long? StartOf(ZipEntryHeader entry)
    {
        var header = new byte[LocalHeaderBytes];
        if (entry.Offset < 0 || file.ReadAt(entry.Offset, header) < LocalHeaderBytes || !header.AsSpan().StartsWith("PK\x03\x04"u8)) return null;
        return entry.Offset + LocalHeaderBytes
            + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
    }
}
