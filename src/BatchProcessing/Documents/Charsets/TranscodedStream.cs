using System.Buffers;
using System.Text;

namespace BatchProcessing.Documents.Charsets;

/// <summary>
/// Gives a stream in another charset as UTF-8. Bytes that mean nothing in that charset come out as bytes that are no
/// UTF-8 either, so that the document they stand in fails, and only that one.
/// </summary>
/// <param name="inner">The stream, after its byte order mark.</param>
/// <param name="charset">Its charset, from <see cref="Charset"/>.</param>
internal sealed class TranscodedStream(Stream inner, Encoding charset) : ForwardOnlyStream
{
    private const int InputBytes = 32 << 10;

    private static readonly byte[] Unreadable = Encoding.UTF8.GetBytes(Charset.Unreadable.ToString());

    private readonly Decoder _decoder = charset.GetDecoder();
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly byte[] _input = ArrayPool<byte>.Shared.Rent(InputBytes);
    private readonly char[] _characters = ArrayPool<char>.Shared.Rent(charset.GetMaxCharCount(InputBytes));
    private readonly byte[] _output = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(charset.GetMaxCharCount(InputBytes)));
    private int _start;
    private int _end;
    private bool _atEnd;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_start == _end && !_atEnd) await FillAsync(cancellationToken);
        int count = Math.Min(buffer.Length, _end - _start);
        _output.AsSpan(_start, count).CopyTo(buffer.Span);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ArrayPool<byte>.Shared.Return(_input);
            ArrayPool<char>.Shared.Return(_characters);
            ArrayPool<byte>.Shared.Return(_output);
        }

        base.Dispose(disposing);
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        int read = await inner.ReadAsync(_input.AsMemory(0, InputBytes), cancellationToken);
        _atEnd = read == 0;
        int characters = _decoder.GetChars(_input.AsSpan(0, read), _characters, flush: _atEnd);
        _start = 0;
        _end = _encoder.GetBytes(_characters.AsSpan(0, characters), _output, flush: _atEnd);
        Span<byte> rest = _output.AsSpan(0, _end);
        while (rest.IndexOf(Unreadable) is >= 0 and var at)
        {
            rest.Slice(at, Unreadable.Length).Fill(0xFF);
            rest = rest[(at + Unreadable.Length)..];
        }
    }
}
