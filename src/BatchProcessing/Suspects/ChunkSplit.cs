using BatchProcessing.Chunks;

namespace BatchProcessing.Suspects;

/// <summary>Cuts a chunk along its lines.</summary>
public static class ChunkSplit
{
    /// <summary>The documents before one, that one, and the documents after it; parts without a document are left out.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="lines">Its input lines.</param>
    /// <param name="ordinal">The one document.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ordinal is not in the chunk.</exception>
    /// <exception cref="InvalidDataException">The input has other than one line a document.</exception>
    public static IReadOnlyList<Chunk> Around(Chunk chunk, ReadOnlySpan<byte> lines, long ordinal)
    {
        long index = ordinal - chunk.FirstOrdinal;
        ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(ordinal));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, chunk.DocumentCount, nameof(ordinal));
        return Cut(chunk, lines, (int)index, (int)index + 1);
    }

    /// <summary>Two halves; a chunk of one document stays whole.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="lines">Its input lines.</param>
    /// <exception cref="InvalidDataException">The input has other than one line a document.</exception>
    public static IReadOnlyList<Chunk> InHalves(Chunk chunk, ReadOnlySpan<byte> lines) =>
        Cut(chunk, lines, (chunk.DocumentCount + 1) / 2);

    private static List<Chunk> Cut(Chunk chunk, ReadOnlySpan<byte> lines, params ReadOnlySpan<int> places)
    {
        List<Chunk> parts = [];
        int line = 0;
        int from = 0;
        foreach (int place in (ReadOnlySpan<int>)[.. places, chunk.DocumentCount])
        {
            if (place == line) continue;
            int to = from;
            for (int i = line; i < place; i++) to += LengthOfLine(lines[to..]);
            parts.Add(chunk with
            {
                FirstOrdinal = chunk.FirstOrdinal + line,
                DocumentCount = place - line,
                InputOffset = chunk.InputOffset + from,
                InputLength = to - from,
            });
            (line, from) = (place, to);
        }

        return from == lines.Length ? parts : throw new InvalidDataException("An input chunk has more lines than documents.");
    }

    private static int LengthOfLine(ReadOnlySpan<byte> lines)
    {
        int feed = lines.IndexOf((byte)'\n');
        return feed >= 0 ? feed + 1 : throw new InvalidDataException("An input chunk has fewer lines than documents.");
    }
}
