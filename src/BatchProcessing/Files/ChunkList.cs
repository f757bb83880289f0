using System.Text;
using System.Text.Json;
using BatchProcessing.Chunks;

namespace BatchProcessing.Files;

/// <summary>The chunks of a whole input as JSON lines. The last line counts them, so that a part is not taken for the whole.</summary>
internal static class ChunkList
{
    /// <summary>The content of the file.</summary>
    public static string Format(IReadOnlyList<Chunk> chunks)
    {
        var lines = new StringBuilder();
        foreach (Chunk chunk in chunks) lines.Append(JsonSerializer.Serialize(chunk)).Append('\n');
        return lines.Append(JsonSerializer.Serialize(End.Of(chunks))).Append('\n').ToString();
    }

    /// <summary>Reads the file.</summary>
    /// <returns>The chunks; null when there is no such file, or it is not whole.</returns>
    public static IReadOnlyList<Chunk>? Parse(string path)
    {
        if (!File.Exists(path)) return null;
        string[] lines = File.ReadAllLines(path);
        if (lines.Length == 0) return null;
        try
        {
            Chunk[] chunks = [.. lines[..^1].Select(l => JsonSerializer.Deserialize<Chunk>(l)!)];
            return JsonSerializer.Deserialize<End>(lines[^1]) == End.Of(chunks) ? chunks : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record End
    {
        public required int Chunks { get; init; }

        public required long Documents { get; init; }

        public static End Of(IReadOnlyList<Chunk> chunks) => new() { Chunks = chunks.Count, Documents = chunks.Sum(c => (long)c.DocumentCount) };
    }
}
