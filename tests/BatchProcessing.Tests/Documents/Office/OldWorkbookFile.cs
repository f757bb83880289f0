using System.Buffers.Binary;
using System.Text;

namespace BatchProcessing.Tests.Documents.Office;

/// <summary>Makes old workbooks (MS-XLS in MS-CFB): one sheet with a text, and whatever shared texts and records are wanted.</summary>
internal static class OldWorkbookFile
{
    private const int SectorBytes = 512;
    private const int MaxRecordBytes = 8_000;
    private const uint EndOfChain = 0xFFFFFFFE;
    private const uint FatSector = 0xFFFFFFFD;
    private const uint Free = 0xFFFFFFFF;

    /// <summary>A workbook with shared texts that no cell names.</summary>
    public static byte[] WithSharedTexts(int count, string text)
    {
        byte[] one = [.. BitConverter.GetBytes((ushort)text.Length), 0, .. Encoding.Latin1.GetBytes(text)];
        int perRecord = MaxRecordBytes / one.Length;
        var table = new MemoryStream();
        for (int done = 0; done < count; done += perRecord)
        {
            int these = Math.Min(perRecord, count - done);
            IEnumerable<byte> texts = Enumerable.Repeat(one, these).SelectMany(b => b);
            table.Write(done == 0
                ? Record(0xFC, [.. BitConverter.GetBytes(count), .. BitConverter.GetBytes(count), .. texts])
                : Record(0x3C, [.. texts]));
        }

        return Container(Workbook(table.ToArray()));
    }

    /// <summary>A workbook whose globals have one record many times.</summary>
    public static byte[] WithRecords(ushort type, byte[] data, int count) =>
        Container(Workbook([.. Enumerable.Repeat(Record(type, data), count).SelectMany(b => b)]));

    private static byte[] Workbook(byte[] globals)
    {
        byte[] start = [.. Begin(5), .. Record(0x42, [0xB0, 0x04])];
        byte[] end = Record(0x0A, []);
        byte[] Sheet(int offset) => Record(0x85, [.. BitConverter.GetBytes(offset), 0, 0, 2, 0, .. "S1"u8]);
        int sheetAt = start.Length + Sheet(0).Length + globals.Length + end.Length;
        byte[] dimensions = Record(0x200, [0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
        return [.. start, .. Sheet(sheetAt), .. globals, .. end, .. Begin(0x10), .. dimensions, .. Label(0, "text"), .. Label(1, "hello"), .. end];
    }

    private static byte[] Begin(ushort kind) => Record(0x809, [0, 6, (byte)kind, 0, 0xBB, 0x0D, 0xCC, 0x07, 0, 0, 0, 0, 6, 0, 0, 0]);

    private static byte[] Label(byte row, string text) => Record(0x204, [row, 0, 0, 0, 0, 0, (byte)text.Length, 0, 0, .. Encoding.Latin1.GetBytes(text)]);

    private static byte[] Record(ushort type, byte[] data) => [.. BitConverter.GetBytes(type), .. BitConverter.GetBytes((ushort)data.Length), .. data];

    private static byte[] Container(byte[] stream)
    {
        int sectors = (Math.Max(stream.Length, 4096) + SectorBytes - 1) / SectorBytes;
        const int PerSector = SectorBytes / 4;
        int fats = (sectors + 1 + PerSector - 1) / (PerSector - 1);
        int moreFats = Math.Max(0, (fats - 109 + 126) / 127);
        while ((sectors + 1 + fats + moreFats) > fats * PerSector) fats++;
        moreFats = Math.Max(0, (fats - 109 + 126) / 127);
        var file = new byte[SectorBytes * (1 + sectors + 1 + fats + moreFats)];
        stream.CopyTo(file, SectorBytes);
        Header(file, sectors, fats, moreFats);
        Entry(file.AsSpan(SectorBytes * (1 + sectors)), "Root Entry", 5, 1, EndOfChain, 0);
        Entry(file.AsSpan((SectorBytes * (1 + sectors)) + 128), "Workbook", 2, Free, 0, Math.Max(stream.Length, 4096));
        Span<byte> fat = file.AsSpan(SectorBytes * (sectors + 2));
        for (int i = 0; i < fats * PerSector; i++)
        {
            uint next = i < sectors - 1 ? (uint)i + 1 : i <= sectors ? EndOfChain : i < sectors + 1 + fats + moreFats ? FatSector : Free;
            BinaryPrimitives.WriteUInt32LittleEndian(fat[(4 * i)..], next);
        }

        for (int i = 109; i < moreFats * 127 + 109; i++)
        {
            Span<byte> at = fat[(SectorBytes * (fats + ((i - 109) / 127)))..];
            BinaryPrimitives.WriteUInt32LittleEndian(at[(4 * ((i - 109) % 127))..], i < fats ? (uint)(sectors + 1 + i) : Free);
            int next = (i - 109) / 127;
            BinaryPrimitives.WriteUInt32LittleEndian(at[508..], next < moreFats - 1 ? (uint)(sectors + 1 + fats + next + 1) : EndOfChain);
        }

        return file;
    }

    private static void Header(Span<byte> header, int sectors, int fats, int moreFats)
    {
        ((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).CopyTo(header);
        ((ReadOnlySpan<byte>)[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]).CopyTo(header[24..]);
        uint[] fields = [0, (uint)fats, (uint)sectors, 0, 4096, EndOfChain, 0, moreFats > 0 ? (uint)(sectors + 1 + fats) : EndOfChain, (uint)moreFats];
        for (int i = 0; i < fields.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(header[(40 + (4 * i))..], fields[i]);
        for (int i = 0; i < 109; i++) BinaryPrimitives.WriteUInt32LittleEndian(header[(76 + (4 * i))..], i < fats ? (uint)(sectors + 1 + i) : Free);
    }

    private static void Entry(Span<byte> entry, string name, byte type, uint child, uint start, int size)
    {
        byte[] letters = Encoding.Unicode.GetBytes(name + '\0');
        letters.CopyTo(entry);
        entry[64] = (byte)letters.Length;
        entry[66] = type;
        entry[67] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(entry[68..], Free);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[72..], Free);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[76..], child);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[116..], start);
        BinaryPrimitives.WriteInt32LittleEndian(entry[120..], size);
    }
}
