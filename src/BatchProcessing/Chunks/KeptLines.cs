using BatchProcessing.Blobs;

namespace BatchProcessing.Chunks;

/// <summary>The result lines of an earlier run of a chunk, of which those that succeeded are kept byte by byte.</summary>
public sealed class KeptLines
{
    private readonly byte[] _content;
    private readonly (int Start, int Length)[] _lines;

    private KeptLines(byte[] content, (int Start, int Length)[] lines)
    {
        _content = content;
        _lines = lines;
    }

    /// <summary>Inside a JSON string quotes are escaped, so these bytes are nothing but the member.</summary>
    private static ReadOnlySpan<byte> Succeeded => ",\"status\":\"succeeded\""u8;

    /// <summary>Reads what earlier runs left of a chunk.</summary>
    /// <returns>Null when they left nothing.</returns>
    /// <exception cref="FileNotFoundException">The blob is gone.</exception>
    /// <exception cref="InvalidDataException">The blob does not hold what was recorded of it.</exception>
    public static async Task<KeptLines?> ReadAsync(
        IBlobStore blobs, Chunk chunk, PreviousResult? previous, CancellationToken cancellationToken)
    {
        if (previous is null) return null;
        var content = new byte[previous.Length];
        await blobs.ReadAsync(previous.Blob, 0, content, cancellationToken);
        (int Start, int Length)[] lines = Cut(content, (int)(chunk.FirstOrdinal - previous.FirstOrdinal), chunk.DocumentCount);
        int kept = lines.Count(l => l.Length > 0);
        if (kept != previous.Succeeded)
            throw new InvalidDataException($"Blob '{previous.Blob}' has {kept} documents that succeeded, not {previous.Succeeded}.");
        return new KeptLines(content, lines);
    }

    /// <summary>Whether a document succeeded.</summary>
    /// <param name="index">Its place in the chunk, from 0.</param>
    public bool Has(int index) => _lines[index].Length > 0;

    /// <summary>The result line of a document that succeeded, with its line feed.</summary>
    /// <param name="index">Its place in the chunk, from 0.</param>
    public ReadOnlySpan<byte> Line(int index) => _content.AsSpan(_lines[index].Start, _lines[index].Length);

    private static (int Start, int Length)[] Cut(ReadOnlySpan<byte> content, int skip, int documents)
    {
        var lines = new (int Start, int Length)[documents];
        int start = 0;
        for (int i = -skip; i < documents; i++)
        {
            int length = content[start..].IndexOf((byte)'\n') + 1;
            if (length == 0) throw new InvalidDataException("An earlier result has fewer lines than its chunk.");
            if (i >= 0 && content.Slice(start, length).IndexOf(Succeeded) >= 0) lines[i] = (start, length);
            start += length;
        }

        return lines;
    }
}
