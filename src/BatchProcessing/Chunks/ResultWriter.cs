using System.Buffers;
using BatchProcessing.Analyses;

namespace BatchProcessing.Chunks;

/// <summary>
/// Writes result lines as the API serves them: the head of the input line as it is, then the status, then each
/// analysis or the error. Probabilities have four decimals.
/// </summary>
internal sealed class ResultWriter(AnalysisPlan plan, ResultFragments fragments) : IDisposable
{
    private static ReadOnlySpan<byte> DigitPairs =>
        "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"u8
        + "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
    private int _length;

    /// <summary>The lines written so far.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>Writes a document that was analysed.</summary>
    /// <param name="head">Its input line up to the text.</param>
    /// <param name="predictions">One an analysis.</param>
    /// <param name="scores">The scores of the analyses one after the other, each as long as its most labels.</param>
    public void WriteSucceeded(ReadOnlySpan<byte> head, ReadOnlySpan<Prediction> predictions, ReadOnlySpan<float> scores)
    {
        Reserve(head.Length + fragments.MaxBytes);
        Append(head);
        Append(",\"status\":\"succeeded\""u8);
        for (int i = 0; i < predictions.Length; i++)
        {
            WritePrediction(i, predictions[i], scores);
            scores = scores[plan.Analyses[i].MaxLabels..];
        }

        Append("}\n"u8);
    }

    /// <summary>Writes a document that failed.</summary>
    /// <param name="head">Its input line up to the text or error.</param>
    /// <param name="error">The members of the error object.</param>
    public void WriteFailed(ReadOnlySpan<byte> head, ReadOnlySpan<byte> error)
    {
        Reserve(head.Length + error.Length + 64);
        Append(head);
        Append(",\"status\":\"failed\",\"error\":{"u8);
        Append(error);
        Append("}}\n"u8);
    }

    /// <summary>Writes a line that was written before.</summary>
    /// <param name="line">The line with its line feed.</param>
    public void WriteLine(ReadOnlySpan<byte> line)
    {
        Reserve(line.Length);
        Append(line);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void WritePrediction(int analysis, Prediction prediction, ReadOnlySpan<float> scores)
    {
        Append(fragments.Openings[analysis]);
        if (!prediction.HasLabel)
        {
            Append("null,\"reason\":"u8);
            Append(ResultFragments.Utf8(ResultFragments.Json(plan.Analyses[analysis].ReasonFor(prediction.Label))));
            Append("}"u8);
            return;
        }

        Append(fragments.Labels[prediction.Model][prediction.Label]);
        Append(",\"confidence\":"u8);
        AppendScore(scores[prediction.Label]);
        Append(",\"scores\":{"u8);
        AppendScores(fragments.ScoreNames[prediction.Model], scores);
        Append(fragments.ModelNames[prediction.Model]);
    }

    private void AppendScores(byte[][] names, ReadOnlySpan<float> scores)
    {
        float least = names.Length > ResultFragments.AllListed ? ResultFragments.LeastListed : 0;
        bool first = true;
        for (int i = 0; i < names.Length; i++)
        {
            if (scores[i] < least) continue;
            Append(first ? names[i].AsSpan(1) : names[i]);
            AppendScore(scores[i]);
            first = false;
        }
    }

    private void AppendScore(float probability)
    {
        int tenThousandths = (int)((probability * 10_000f) + 0.5f);
        Span<byte> target = _buffer.AsSpan(_length, ResultFragments.ScoreLength);
        target[0] = (byte)('0' + (tenThousandths / 10_000));
        target[1] = (byte)'.';
        int fraction = tenThousandths % 10_000;
        DigitPairs.Slice(fraction / 100 * 2, 2).CopyTo(target[2..]);
        DigitPairs.Slice(fraction % 100 * 2, 2).CopyTo(target[4..]);
        _length += ResultFragments.ScoreLength;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Reserve(int bytes)
    {
        long needed = (long)_length + bytes;
        if (needed <= _buffer.Length) return;
        if (needed > Array.MaxLength)
            throw new InsufficientMemoryException($"The results of a chunk need {needed} bytes, more than {Array.MaxLength}.");
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _buffer.Length)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
