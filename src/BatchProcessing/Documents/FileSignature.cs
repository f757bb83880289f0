namespace BatchProcessing.Documents;

/// <summary>Tells by a file's first bytes that it is no text, whatever its name says.</summary>
internal static class FileSignature
{
    /// <summary>How many first bytes are looked at.</summary>
    public const int Length = 512;

    /// <summary>The name of the binary format that a file starts with, or null when it may be text.</summary>
    public static string? BinaryFormat(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])) return "a PNG image";
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return "a JPEG image";
        if (start.StartsWith("GIF8"u8)) return "a GIF image";
        if (start.StartsWith("%PDF-"u8)) return "a PDF";
        if (start.StartsWith((ReadOnlySpan<byte>)[(byte)'P', (byte)'K', 3, 4])) return "a ZIP archive or Office document";
        if (start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])) return "an old Office document";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return "a gzip archive";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F'])) return "a program";
        return null;
    }

    /// <summary>Whether a file that should be one text has bytes that no text has.</summary>
    public static bool HasBinaryBytes(ReadOnlySpan<byte> start) => !IsUtf16(start) && start.Contains((byte)0);

    /// <summary>Whether a file starts with a UTF-16 byte order mark.</summary>
    public static bool IsUtf16(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);

    /// <summary>Whether a file starts as a ZIP archive does, or as an empty one.</summary>
    public static bool IsZip(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[(byte)'P', (byte)'K', 3, 4]) || start.StartsWith((ReadOnlySpan<byte>)[(byte)'P', (byte)'K', 5, 6]);

    /// <summary>Whether a file starts as a compound file does: an old Office document, or an encrypted new one.</summary>
    public static bool IsCompoundFile(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
}
