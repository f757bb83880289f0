using System.Buffers.Binary;
using System.Text;
using BatchProcessing.Documents.Charsets;

namespace BatchProcessing.Documents.Archives;

/// <summary>
/// Reads the central directory of a ZIP archive (PKWARE APPNOTE 4.3.12–16), no more entries of it than are allowed.
/// <see cref="System.IO.Compression.ZipArchive"/> would hold every entry that an archive claims before they can be
/// counted, and cuts content off silently where a forged size says so.
/// </summary>
internal static class ZipDirectory
{
    private const int EndBytes = 22;
    private const int MaxComment = 65_535;
    private const int HeaderBytes = 46;
    private const int EncryptedFlag = 1;
    private const int Utf8Flag = 1 << 11;

    /// <summary>The entries in the order of the directory.</summary>
    /// <exception cref="UnreadableFileException">The archive is damaged, or has too many entries.</exception>
    public static IReadOnlyList<ZipEntryHeader> Read(SpoolFile file, int maxEntries)
    {
        (long offset, long length) = FindDirectory(file);
        List<ZipEntryHeader> entries = [];
        var header = new byte[HeaderBytes];
        for (long end = offset + length; offset < end;)
        {
            if (entries.Count == maxEntries)
                throw UnpackBudget.TooLarge($"The file has more than {maxEntries} entries.");
            if (file.ReadAt(offset, header) < HeaderBytes || !header.AsSpan().StartsWith("PK\x01\x02"u8)) throw Damaged();
            int nameLength = Word(header, 28), extraLength = Word(header, 30), commentLength = Word(header, 32);
            var variable = new byte[nameLength + extraLength];
            if (file.ReadAt(offset + HeaderBytes, variable) < variable.Length) throw Damaged();
            entries.Add(Entry(header, variable.AsSpan(0, nameLength), variable.AsSpan(nameLength)));
            offset += HeaderBytes + variable.Length + commentLength;
        }

        return entries;
    }

    private static (long Offset, long Length) FindDirectory(SpoolFile file)
    {
        var tail = new byte[Math.Min(file.Length, EndBytes + MaxComment)];
        long tailStart = file.Length - tail.Length;
        file.ReadAt(tailStart, tail);
        int end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || end + EndBytes > tail.Length) throw Damaged();
        ReadOnlySpan<byte> record = tail.AsSpan(end);
        long length = Double(record, 12), offset = Double(record, 16);
        if (offset == uint.MaxValue || length == uint.MaxValue || Word(record, 10) == ushort.MaxValue)
            (offset, length) = FindLargeDirectory(file, tailStart + end, offset, length);
        return offset >= 0 && length >= 0 && offset <= file.Length - length ? (offset, length) : throw Damaged();
    }

    /// <summary>ZIP64: a locator before the end names another end record with 64-bit numbers.</summary>
    private static (long Offset, long Length) FindLargeDirectory(SpoolFile file, long end, long offset, long length)
    {
        const int LocatorBytes = 20, LargeEndBytes = 56;
        var locator = new byte[LocatorBytes];
        if (end < LocatorBytes || file.ReadAt(end - LocatorBytes, locator) < LocatorBytes || !locator.AsSpan().StartsWith("PK\x06\x07"u8))
            return (offset, length);
        var record = new byte[LargeEndBytes];
        long at = Quad(locator, 8);
        if (at < 0 || at > file.Length - LargeEndBytes) throw Damaged();
        file.ReadAt(at, record);
        return record.AsSpan().StartsWith("PK\x06\x06"u8) ? (Quad(record, 48), Quad(record, 40)) : throw Damaged();
    }

    private static ZipEntryHeader Entry(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra)
    {
        int flags = Word(header, 8);
        long packed = Double(header, 20), unpacked = Double(header, 24), offset = Double(header, 42);
        ReadOnlySpan<byte> large = LargeSizes(extra);
        if (unpacked == uint.MaxValue) unpacked = TakeQuad(ref large, unpacked);
        if (packed == uint.MaxValue) packed = TakeQuad(ref large, packed);
        if (offset == uint.MaxValue) offset = TakeQuad(ref large, offset);
        // Names without the flag are in whatever code page the packer had; most write UTF-8 all the same.
        Encoding charset = (flags & Utf8Flag) != 0 || System.Text.Unicode.Utf8.IsValid(name) ? Encoding.UTF8 : Charset.Find("ibm437")!;
        return new ZipEntryHeader(
            charset.GetString(name), Word(header, 10), (flags & EncryptedFlag) != 0, (uint)Double(header, 16), packed, unpacked, offset);
    }

    /// <summary>The content of the extra field 1, which holds the sizes that need 64 bits.</summary>
    private static ReadOnlySpan<byte> LargeSizes(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int id = Word(extra, 0), length = Math.Min(Word(extra, 2), extra.Length - 4);
            if (id == 1) return extra.Slice(4, length);
            extra = extra[(4 + length)..];
        }

        return default;
    }

    private static long TakeQuad(ref ReadOnlySpan<byte> large, long otherwise)
    {
        if (large.Length < 8) return otherwise;
        long value = Quad(large, 0);
        large = large[8..];
        return value;
    }

    private static int Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static long Double(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Quad(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    private static UnreadableFileException Damaged() => UnreadableFileException.Corrupt("The file is no sound ZIP archive: its directory is damaged or missing.");
}
