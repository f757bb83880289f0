using System.Buffers;

namespace BatchProcessing.Benchmarks.Load;

/// <summary>Whole lines of a file, each ended by a line feed. Dispose it to give its memory back.</summary>
internal sealed class LineBlock : IDisposable
{
    private const int BlockBytes = 256 << 10;

    private readonly byte[] _rented;

    private LineBlock(int firstOrdinal, byte[] rented, int length) =>
        (FirstOrdinal, Bytes, _rented) = (firstOrdinal, rented.AsMemory(0, length), rented);

    /// <summary>The 0-based place of its first line in the file.</summary>
    public int FirstOrdinal { get; }

    /// <summary>The lines.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Reads a file block by block.</summary>
    public static IEnumerable<LineBlock> ReadFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var ordinal = 0;
        var rented = ArrayPool<byte>.Shared.Rent(BlockBytes);
        var held = 0;
        while (file.Read(rented, held, rented.Length - held) is > 0 and var read)
        {
            held += read;
            var length = rented.AsSpan(0, held).LastIndexOf((byte)'\n') + 1;
            var next = ArrayPool<byte>.Shared.Rent(BlockBytes);
            rented.AsSpan(length, held - length).CopyTo(next);
            var lines = rented.AsSpan(0, length).Count((byte)'\n');
            yield return new LineBlock(ordinal, rented, length);
            ordinal += lines;
            (rented, held) = (next, held - length);
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_rented);
}
