using System.Globalization;
using System.Text;

namespace BatchProcessing.Benchmarks.Load;

/// <summary>
/// Checks result lines as they stream by: each must open with the next ordinal and its id, and have succeeded. Fast, so
/// that the check does not become the download's time.
/// </summary>
internal sealed class ResultLedger
{
    private byte[] _buffer = new byte[1 << 20];

    /// <summary>Lines read.</summary>
    public int Lines { get; private set; }

    /// <summary>Bytes read.</summary>
    public long Bytes { get; private set; }

    /// <summary>Lines that are out of order, of another document, or not succeeded.</summary>
    public int Wrong { get; private set; }

    /// <summary>The first wrong line, for people.</summary>
    public string? FirstWrong { get; private set; }

    /// <summary>Reads lines to the stream's end.</summary>
    public async Task ReadAsync(Stream lines, CancellationToken cancellationToken)
    {
        var held = 0;
        while (await lines.ReadAsync(_buffer.AsMemory(held), cancellationToken) is > 0 and var read)
        {
            Bytes += read;
            var used = Take(_buffer.AsSpan(0, held + read));
            held += read - used;
            _buffer.AsSpan(used, held).CopyTo(_buffer);
            if (held == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        if (held > 0)
            Check(_buffer.AsSpan(0, held));
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        var used = 0;
        while (bytes[used..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            Check(bytes.Slice(used, length));
            used += length + 1;
        }

        return used;
    }

    private void Check(ReadOnlySpan<byte> line)
    {
        Span<byte> head = stackalloc byte[64];
        Encoding.UTF8.TryGetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{{\"ordinal\":{Lines},\"id\":\"{CorpusFile.IdOf(Lines)}\","),
            head, out var length);
        Lines++;
        if (line.StartsWith(head[..length]) && line.IndexOf("\"status\":\"succeeded\""u8) > 0 && line[^1] == '}')
            return;
        Wrong++;
        FirstWrong ??= Encoding.UTF8.GetString(line);
    }
}
