using System.Buffers.Binary;
using System.Text;
using BatchProcessing.Documents.Archives;

namespace BatchProcessing.Documents.Office;

/// <summary>The container of old Office documents and of encrypted new ones (MS-CFB).</summary>
internal static class CompoundFile
{
    private const int EntryBytes = 128;
    private const int StreamType = 2;

    // MS-OFFCRYPTO 2.3.4.4: the stream that holds the encrypted document.
    private static readonly byte[] PackageName = Encoding.Unicode.GetBytes("EncryptedPackage\0");

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
