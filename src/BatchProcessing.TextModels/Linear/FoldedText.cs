using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace BatchProcessing.TextModels.Linear;

/// <summary>
/// A private copy of one text as the models see it: UTF-8, lower-cased without any culture, with every byte from 0x80 up
/// part of a word. <see cref="Padding"/> readable bytes follow, so nothing reads past the caller's buffer.
/// </summary>
internal sealed class FoldedText
{
    /// <summary>Bytes after the text that are readable and are no part of a word.</summary>
    public const int Padding = 64;

    private const byte Space = (byte)' ';
    private byte[] _bytes = new byte[1024];
    private byte[] _transcoded = [];

    /// <summary>Bytes of folded text.</summary>
    public int Length { get; private set; }

    /// <summary>The first byte; <see cref="Length"/> + <see cref="Padding"/> bytes are readable.</summary>
    public ref byte Start => ref MemoryMarshal.GetArrayDataReference(_bytes);

    /// <summary>The folded text.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>Reads UTF-8; bytes that are no UTF-8 separate words.</summary>
    public void Read(ReadOnlySpan<byte> utf8)
    {
        // A rune grows at most from 3 bytes to 5 (a space on either side) or from 1 to 1.
        EnsureCapacity(checked(2 * utf8.Length + Padding));
        int written = 0;
        while (!utf8.IsEmpty)
        {
            // ToLower stops before the first byte that is not ASCII.
            Ascii.ToLower(utf8, _bytes.AsSpan(written), out int ascii);
            written += ascii;
            utf8 = utf8[ascii..];
            while (!utf8.IsEmpty && utf8[0] >= 0x80)
            {
                Rune.DecodeFromUtf8(utf8, out Rune rune, out int used);
                written = Append(rune, written);
                utf8 = utf8[used..];
            }
        }
        Length = written;
        _bytes.AsSpan(written, Padding).Fill(Space);
    }

    /// <summary>Reads UTF-16; surrogates without a partner separate words.</summary>
    public void Read(ReadOnlySpan<char> text)
    {
        int needed = checked(3 * text.Length);
        if (_transcoded.Length < needed)
            _transcoded = GC.AllocateUninitializedArray<byte>(Math.Max(needed, 2 * _transcoded.Length));
        OperationStatus status = Utf8.FromUtf16(text, _transcoded, out _, out int written);
        System.Diagnostics.Debug.Assert(status == OperationStatus.Done);
        Read(_transcoded.AsSpan(0, written));
    }

    private int Append(Rune rune, int at)
    {
        switch (RuneFolding.Classify(rune))
        {
            case RuneKind.Word:
                if (at > 0 && LatinComposition.Compose(_bytes[at - 1], rune.Value) is var composed and not '\0')
                    return at - 1 + new Rune(composed).EncodeToUtf8(_bytes.AsSpan(at - 1));
                return at + Rune.ToLowerInvariant(rune).EncodeToUtf8(_bytes.AsSpan(at));
            case RuneKind.WordByItself:
                _bytes[at++] = Space;
                at += rune.EncodeToUtf8(_bytes.AsSpan(at));
                _bytes[at++] = Space;
                return at;
            case RuneKind.Ignored:
                return at;
            default:
                _bytes[at++] = Space;
                return at;
        }
    }

    private void EnsureCapacity(int needed)
    {
        if (_bytes.Length < needed)
            _bytes = GC.AllocateUninitializedArray<byte>(Math.Max(needed, 2 * _bytes.Length));
    }
}
