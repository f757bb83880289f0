using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.MLNet.TextModels.Strangers;

/// <summary>
/// Finds what an entry of a model names to be loaded. Before anything is loaded ML.NET reads a header of 256 bytes that
/// starts with a magic number; so wherever that number stands in an entry, a header is taken to be, and what it names must
/// be known: two loaders of at most 24 bytes each, and the assembly to look in, behind the header in UTF-16.
/// </summary>
internal static class ComponentHeaders
{
    private const int HeaderBytes = 256;
    private const int LoaderAt = 0x50;
    private const int OtherLoaderAt = 0x68;
    private const int LoaderBytes = 24;
    private const int AssemblyAt = 0x90;
    private const int AssemblyBytesAt = 0x98;
    private const int MaxAssemblyBytes = 512;

    // A parser reads formulas by recursion, as deep as they are long.
    private const int MaxExpressionBytes = 4096;

    private static ReadOnlySpan<byte> Magic => "ML\0MODEL"u8;

    /// <summary>Whether an entry starts with a header.</summary>
    public static bool IsAtStartOf(ReadOnlySpan<byte> content) => content.StartsWith(Magic);

    /// <summary>Refuses an entry that names what is not known.</summary>
    /// <exception cref="InvalidModelFileException">It does; the message says what.</exception>
    public static void Check(string entry, ReadOnlySpan<byte> content)
    {
        for (int at = 0; content[at..].IndexOf(Magic) is >= 0 and var found; at += Magic.Length)
        {
            at += found;
            ReadOnlySpan<byte> header = content[at..];
            if (header.Length < HeaderBytes) throw Damaged(entry);
            CheckLoader(entry, header.Slice(LoaderAt, LoaderBytes), content.Length);
            CheckLoader(entry, header.Slice(OtherLoaderAt, LoaderBytes), content.Length);
            CheckAssembly(entry, header);
        }
    }

    private static void CheckLoader(string entry, ReadOnlySpan<byte> field, int entryBytes)
    {
        string loader = Encoding.Latin1.GetString(field.TrimEnd((byte)0));
        if (loader.Length == 0) return;
        if (!KnownComponents.Has(loader))
            throw new InvalidModelFileException($"its part '{entry}' needs the component '{Shown(loader)}', which is not among those that are taken.");
        if (loader == KnownComponents.Expression && entryBytes > MaxExpressionBytes)
            throw new InvalidModelFileException($"its part '{entry}' has a formula of more than {MaxExpressionBytes} bytes.");
    }

    private static void CheckAssembly(string entry, ReadOnlySpan<byte> header)
    {
        long at = BinaryPrimitives.ReadInt64LittleEndian(header[AssemblyAt..]);
        uint bytes = BinaryPrimitives.ReadUInt32LittleEndian(header[AssemblyBytesAt..]);
        if (at == 0 && bytes == 0) return;
        if (bytes > MaxAssemblyBytes || at < HeaderBytes || at > header.Length - bytes) throw Damaged(entry);
        string name = new(MemoryMarshal.Cast<byte, char>(header.Slice((int)at, (int)bytes)));
        if (!KnownComponents.HasAssembly(name))
            throw new InvalidModelFileException($"its part '{entry}' needs the assembly '{Shown(name)}', which is not among those that are taken.");
    }

    private static string Shown(string name) => string.Concat(name.Select(c => c is > ' ' and <= '~' ? c : '?'));

    private static InvalidModelFileException Damaged(string entry) => new($"its part '{entry}' is damaged.");
}
