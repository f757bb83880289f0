using System.Text;
using BatchProcessing.Analyses;
using BatchProcessing.Batches;
using BatchProcessing.Documents;
using BatchProcessing.Processing;

namespace BatchProcessing.Chunks;

/// <summary>The result lines of a chunk in memory, with their counts. Dispose it to give the memory back.</summary>
public sealed class ChunkResultLines : IDisposable
{
    private readonly ResultWriter _writer;

    private ChunkResultLines(ResultWriter writer) => _writer = writer;

    /// <summary>One JSON line a document, in input order.</summary>
    public ReadOnlyMemory<byte> Lines => _writer.Written;

    /// <summary>Documents with results.</summary>
    public int Succeeded { get; private set; }

    /// <summary>Documents with an error.</summary>
    public int Failed { get; private set; }

    /// <summary>Labels by analysis and errors by code, without those of documents that were kept.</summary>
    public Tally Tally { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    internal static ChunkResultLines Write(
        ChunkScratch scratch, ResultFragments fragments, IReadOnlyList<BatchError> errors, KeptLines? kept)
    {
        var result = new ChunkResultLines(new ResultWriter(scratch.Plan, fragments));
        int nextError = 0;
        var labels = new LabelCounts(scratch.Plan);
        for (int i = 0; i < scratch.Lines.Count; i++)
        {
            ChunkScratch.Line line = scratch.Lines[i];
            if (line.IsKept)
            {
                result.WriteKept(kept!.Line(i));
            }
            else if (line.Text < 0)
            {
                result.WriteFailed(scratch.HeadOf(line), scratch.ErrorOf(line));
            }
            else if (nextError < errors.Count && errors[nextError].Index == line.Text)
            {
                result.WriteFailed(scratch.HeadOf(line), Members(ErrorCode.ScoringFailed, errors[nextError++].Message));
            }
            else
            {
                ReadOnlySpan<Prediction> predictions = scratch.PredictionsOf(line.Text);
                result._writer.WriteSucceeded(scratch.HeadOf(line), predictions, scratch.ScoresOf(line.Text));
                labels.Count(predictions);
                result.Succeeded++;
            }
        }

        labels.AddTo(result.Tally);
        return result;
    }

    /// <summary>
    /// Ends every document of a chunk that had not succeeded with an error, unread; a bad row keeps the error it came with.
    /// </summary>
    internal static ChunkResultLines Fail(
        AnalysisPlan plan, ResultFragments fragments, ReadOnlySpan<byte> input, KeptLines? kept, string code, string message)
    {
        var result = new ChunkResultLines(new ResultWriter(plan, fragments));
        byte[] own = Members(code, message);
        for (int i = 0; !input.IsEmpty; i++)
        {
            int feed = input.IndexOf((byte)'\n');
            if (feed < 0) throw new InvalidDataException("The last line of an input chunk is cut off.");
            if (kept is not null && kept.Has(i))
            {
                result.WriteKept(kept.Line(i));
            }
            else
            {
                ChunkLine line = ChunkLine.Parse(input[..feed]);
                result.WriteFailed(line.Head, line.Error.IsEmpty ? own : line.Error);
            }

            input = input[(feed + 1)..];
        }

        return result;
    }

    private void WriteKept(ReadOnlySpan<byte> line)
    {
        _writer.WriteLine(line);
        Succeeded++;
    }

    private void WriteFailed(ReadOnlySpan<byte> head, ReadOnlySpan<byte> error)
    {
        _writer.WriteFailed(head, error);
        Failed++;
        Tally.Add(Tally.Errors, ChunkLine.CodeOf(error), 1);
    }

    private static byte[] Members(string code, string message) =>
        Encoding.UTF8.GetBytes($"\"code\":\"{code}\",\"message\":{ResultFragments.Json(message)}");
}
