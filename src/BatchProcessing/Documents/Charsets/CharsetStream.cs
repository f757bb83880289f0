using System.Text;

namespace BatchProcessing.Documents.Charsets;

/// <summary>Opens text as UTF-8, whatever charset its byte order mark or its sender names.</summary>
internal static class CharsetStream
{
    /// <summary>The stream as UTF-8; the same one when it is UTF-8 already.</summary>
    /// <param name="stream">The stream, whose first bytes have been looked at.</param>
    /// <param name="start">Those bytes.</param>
    /// <param name="declared">What its sender says; a byte order mark goes before it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async ValueTask<Stream> OpenAsync(
        Stream stream, ReadOnlyMemory<byte> start, Encoding? declared, CancellationToken cancellationToken)
    {
        (Encoding? marked, int length) = Charset.FromMark(start.Span);
        Encoding? charset = marked ?? declared;
        if (Charset.IsUtf8(charset)) return stream;
        await stream.ReadExactlyAsync(new byte[length], cancellationToken);
        return new TranscodedStream(stream, charset!);
    }
}
