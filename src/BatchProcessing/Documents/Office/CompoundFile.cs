using System.Buffers.Binary;
using System.Text;
using BatchProcessing.Documents.Archives;

namespace BatchProcessing.Documents.Office;

/// <summary>The container of old Office documents and of encrypted new ones (MS-CFB).</summary>
internal static class CompoundFile
{
    private const int HeaderBytes = 512;
    private const int EntryBytes = 128;
    private const int StreamType = 2;

    // MS-OFFCRYPTO 2.3.4.4: the stream that holds the encrypted document.
    private static readonly byte[] PackageName = Encoding.Unicode.GetBytes("EncryptedPackage\0");

    /// <summary>Checks what its header says of sizes, for which a reader makes room at once (MS-CFB 2.2).</summary>
    /// <exception cref="UnreadableFileException">They are not those of such a file, or more than it has bytes for.</exception>
    public static void CheckHeader(SpoolFile file)
    {
        var header = new byte[HeaderBytes];
        file.ReadAt(0, header);
        int sector = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30));
        bool isSound = sector is 9 or 12 && BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(32)) == 6;
        long sectors = (file.Length >> sector) + 1;
        foreach (int count in (ReadOnlySpan<int>)[40, 44, 64, 72])
            isSound &= BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(count)) <= sectors;
        if (!isSound) throw UnreadableFileException.Corrupt("The file's header gives sizes that it cannot have.");
    }

    /// <summary>Whether it holds an encrypted document. Directory entries lie at multiples of their size.</summary>
    public static bool IsEncryptedPackage(SpoolFile file)
    {
        var block = new byte[EntryBytes * 512];
        for (long at = 0; file.ReadAt(at, block) is > 0 and var read; at += block.Length)
        {
            for (int i = 0; i + EntryBytes <= read; i += EntryBytes)
            {
                ReadOnlySpan<byte> entry = block.AsSpan(i, EntryBytes);
                if (entry.StartsWith(PackageName) && entry[66] == StreamType
                    && BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]) == PackageName.Length) return true;
            }
        }

        return false;
    }
}
