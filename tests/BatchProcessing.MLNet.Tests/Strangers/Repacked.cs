using System.IO.Compression;
using System.Text;

namespace BatchProcessing.MLNet.Tests.Strangers;

/// <summary>Models of ML.NET with parts that somebody changed.</summary>
internal static class Repacked
{
    /// <summary>The parts of an archive by name.</summary>
    public static List<(string Name, byte[] Content)> Parts(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return [.. archive.Entries.Select(entry =>
        {
            using Stream content = entry.Open();
            var copy = new MemoryStream();
            content.CopyTo(copy);
            return (entry.FullName, copy.ToArray());
        })];
    }

    /// <summary>An archive of parts.</summary>
    public static byte[] Of(IEnumerable<(string Name, byte[] Content)> parts)
    {
        var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in parts)
            {
                using Stream entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }

        return file.ToArray();
    }

    /// <summary>The archive with bytes exchanged wherever they stand in a part; the new ones may not be longer.</summary>
    public static byte[] With(byte[] zip, string old, string other, Encoding? encoding = null)
    {
        encoding ??= Encoding.ASCII;
        byte[] before = encoding.GetBytes(old), after = encoding.GetBytes(other.PadRight(old.Length, '\0'));
        int changed = 0;
        List<(string, byte[])> parts = [.. Parts(zip).Select(part =>
        {
            for (int at = 0; part.Content.AsSpan(at).IndexOf(before) is >= 0 and var found; changed++)
            {
                at += found;
                after.CopyTo(part.Content, at);
            }

            return part;
        })];
        Assert.True(changed > 0, $"'{old}' stands nowhere in the model.");
        return Of(parts);
    }
}
