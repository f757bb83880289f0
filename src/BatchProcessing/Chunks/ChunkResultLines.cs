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
                result._writer.WriteLine(kept!.Line(i));
                result.Succeeded++;
            }
            else if (line.Text < 0)
            {
                result.WriteBadRow(scratch, line);
            }
            else if (nextError < errors.Count && errors[nextError].Index == line.Text)
            {
                result.WriteError(scratch, line, errors[nextError++]);
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

    private void WriteBadRow(ChunkScratch scratch, in ChunkScratch.Line line)
    {
        ReadOnlySpan<byte> error = scratch.ErrorOf(line);
        _writer.WriteFailed(scratch.HeadOf(line), error);
        Failed++;
        ReadOnlySpan<byte> code = error["\"code\":\"".Length..];
        Tally.Add(Tally.Errors, Encoding.UTF8.GetString(code[..code.IndexOf((byte)'"')]), 1);
    }

    private void WriteError(ChunkScratch scratch, in ChunkScratch.Line line, BatchError error)
    {
        string members = $"\"code\":\"{ErrorCode.ScoringFailed}\",\"message\":{ResultFragments.Json(error.Message)}";
        _writer.WriteFailed(scratch.HeadOf(line), Encoding.UTF8.GetBytes(members));
        Failed++;
        Tally.Add(Tally.Errors, ErrorCode.ScoringFailed, 1);
    }
}
