using System.Globalization;
using System.Text;
using BatchProcessing.Chunks;
using BatchProcessing.Documents;

namespace BatchProcessing.Server.Api.Results;

/// <summary>Finds documents in lines by their id, without parsing the lines.</summary>
internal static class DocumentAddress
{
    /// <summary>The ordinal inside an id that we made, or -1.</summary>
    public static long MadeOrdinal(string id) =>
        id.StartsWith("doc-", StringComparison.Ordinal) && PlainOrdinal(id[4..]) is { } ordinal && ChunkWriter.MadeId(ordinal) == id ? ordinal : -1;

    /// <summary>An id read as an ordinal, or null.</summary>
    public static long? PlainOrdinal(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long ordinal) ? ordinal : null;

    /// <summary>The line of a document, or null. Inside strings quotes are escaped, so a member is found by its bytes.</summary>
    public static byte[]? Find(ReadOnlySpan<byte> lines, string id, string? file)
    {
        byte[] member = Member("id", id);
        int searched = 0;
        while (lines[searched..].IndexOf(member) is >= 0 and var found)
        {
            int at = searched + found;
            int start = lines[..at].LastIndexOf((byte)'\n') + 1;
            int end = at + lines[at..].IndexOf((byte)'\n');
            byte[] line = lines[start..end].ToArray();
            if (Matches(line, id, file)) return line;
            searched = end;
        }

        return null;
    }

    /// <summary>Whether a line is that of a document.</summary>
    public static bool Matches(ReadOnlySpan<byte> line, string id, string? file) =>
        line.IndexOf(Member("id", id)) >= 0 && (file is null || line.IndexOf(Member("file", file)) >= 0);

    /// <summary>The line at a place, or null when there are fewer.</summary>
    public static byte[]? LineAt(ReadOnlySpan<byte> lines, int index)
    {
        foreach (Range range in lines.Split((byte)'\n'))
        {
            if (index-- == 0) return lines[range].IsEmpty ? null : lines[range].ToArray();
        }

        return null;
    }

    private static byte[] Member(string name, string value)
    {
        JsonString plain = JsonString.Plain(Encoding.UTF8.GetBytes(value));
        var escaped = new byte[plain.MaxEscapedLength];
        int length = plain.WriteTo(escaped);
        return [.. Encoding.UTF8.GetBytes($",\"{name}\":\""), .. escaped.AsSpan(0, length), (byte)'"'];
    }
}
