using System.IO.Compression;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.MLNet.TextModels.Strangers;

/// <summary>
/// Looks at a <c>.zip</c> that somebody says ML.NET saved, before ML.NET sees it: whoever loads one has every component
/// made that the file names, so it must name none but <see cref="KnownComponents"/>.
/// </summary>
internal static class StrangersZip
{
    private const string Pipeline = "TransformerChain/Model.key";
    private const int MaxNameCharacters = 260;
    private const int MaxDepth = 32;
    private const int RatioFloor = 1 << 20;

    private static readonly string[] WithLoader = ["Model.key", "Model.bin"];

    private static readonly string[] Components = ["/Model.key", "/Model.bin"];

    /// <summary>Refuses a file that must not be loaded.</summary>
    /// <exception cref="InvalidModelFileException">The reason, as the end of a sentence about the file.</exception>
    public static void Check(byte[] file, StrangerLimits limits)
    {
        // The archive's own reader keeps whatever its directory lists, so that is counted first.
        int listed = file.AsSpan().Count("PK\x01\x02"u8);
        if (listed > limits.MaxParts) throw new InvalidModelFileException($"it has more than {limits.MaxParts} parts.");
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
            CheckNames(archive);
            long total = 0;
            foreach (ZipArchiveEntry entry in archive.Entries) total += CheckEntry(entry, limits.MaxUnpackedBytes - total, limits);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new InvalidModelFileException("it is no sound ZIP archive.", e);
        }
    }

    private static void CheckNames(ZipArchive archive)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string name = entry.FullName.Replace('\\', '/');
            if (name.Length is 0 or > MaxNameCharacters || name.Split('/').Length > MaxDepth || !name.All(IsUsual) || name.Contains("..", StringComparison.Ordinal) || name[0] == '/')
                throw new InvalidModelFileException("one of its parts has a name that ML.NET gives to none.");
            if (!names.Add(name)) throw new InvalidModelFileException($"it has two parts with the name '{name}'.");
        }

        if (WithLoader.Any(names.Contains))
            throw new InvalidModelFileException("it was saved with its data loader; save it with the schema of its data: Model.Save(model, data.Schema, …).");
        if (!names.Contains(Pipeline)) throw new InvalidModelFileException($"it has no '{Pipeline}', so no pipeline that Model.Save saved.");
    }

    private static bool IsUsual(char c) => c is >= ' ' and <= '~' and not ':' and not '*' and not '?' and not '"' and not '<' and not '>' and not '|';

    /// <summary>Unpacks an entry and looks for what it names.</summary>
    /// <returns>Its bytes.</returns>
    private static long CheckEntry(ZipArchiveEntry entry, long left, StrangerLimits limits)
    {
        string name = entry.FullName.Replace('\\', '/');
        long allowed = Math.Min(left, Math.Max(RatioFloor, entry.CompressedLength * limits.MaxRatio));
        using Stream packed = entry.Open();
        using var content = new MemoryStream();
        byte[] buffer = new byte[81920];
        for (int read; (read = packed.Read(buffer)) > 0;)
        {
            content.Write(buffer, 0, read);
            if (content.Length <= allowed) continue;
            throw new InvalidModelFileException(allowed == left
                ? $"it unpacks to more than {limits.MaxUnpackedBytes} bytes."
                : $"its part '{name}' becomes more than {limits.MaxRatio} times larger when unpacked.");
        }

        ReadOnlySpan<byte> bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        if (bytes.Length != entry.Length) throw new InvalidModelFileException($"its part '{name}' is damaged.");
        if (Components.Any(c => name.EndsWith(c, StringComparison.OrdinalIgnoreCase)) && !ComponentHeaders.IsAtStartOf(bytes))
            throw new InvalidModelFileException($"its part '{name}' is no component of ML.NET.");
        ComponentHeaders.Check(name, bytes);
        return bytes.Length;
    }
}
