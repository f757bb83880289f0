using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using BatchProcessing.Analyses;
using BatchProcessing.Chunks;

namespace BatchProcessing.Benchmarks.Load;

/// <summary>
/// What somebody would write who needs no service: on all cores parse JSON lines, score them, and write result lines of the
/// service's shape to a file, in order. Nothing is durable, tracked, or isolated from anything else.
/// </summary>
internal sealed class InProcessLoop(AnalysisPlan plan)
{
    /// <summary>What a result line holds before its analyses, beside the id.</summary>
    private const int MostFrameBytes = 64;

    private readonly ResultFragments _fragments = new(plan);

    /// <summary>Analyses the documents of one file into another.</summary>
    public void Run(string inputPath, string outputPath)
    {
        using var output = new FileStream(outputPath, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var results = Partitioner.Create(LineBlock.ReadFile(inputPath), EnumerablePartitionerOptions.NoBuffering)
            .AsParallel()
            .AsOrdered()
            .WithDegreeOfParallelism(Environment.ProcessorCount)
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(Analyse);
        foreach (var result in results)
        {
            output.Write(result.Written.Span);
            result.Dispose();
        }
    }

    private ResultWriter Analyse(LineBlock block)
    {
        var writer = new ResultWriter(plan, _fragments);
        var scorer = plan.Rent();
        var scratch = ArrayPool<byte>.Shared.Rent(block.Bytes.Length + MostFrameBytes);
        var predictions = new Prediction[plan.Analyses.Count];
        var scores = new float[plan.ScoresPerDocument];
        var ordinal = block.FirstOrdinal;
        for (var rest = block.Bytes.Span; !rest.IsEmpty; ordinal++)
        {
            var length = rest.IndexOf((byte)'\n');
            Parse(rest[..length], scratch, out var id, out var text);
            Predict(scorer, text, predictions, scores);
            writer.WriteSucceeded(OpenResult(ordinal, id, scratch), predictions, scores);
            rest = rest[(length + 1)..];
        }

        ArrayPool<byte>.Shared.Return(scratch);
        plan.Return(scorer);
        block.Dispose();
        return writer;
    }

    private void Predict(DocumentScorer scorer, ReadOnlySpan<byte> text, Prediction[] predictions, Span<float> scores)
    {
        scorer.Read(text);
        for (var i = 0; i < predictions.Length; i++)
        {
            predictions[i] = plan.Analyses[i].Predict(scorer, scores);
            scores = scores[plan.Analyses[i].MaxLabels..];
        }
    }

    /// <summary>Finds the id, still escaped, and unescapes the text into the scratch memory.</summary>
    private static void Parse(ReadOnlySpan<byte> line, Span<byte> scratch, out ReadOnlySpan<byte> id, out ReadOnlySpan<byte> text)
    {
        id = text = default;
        var json = new Utf8JsonReader(line);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            var (isId, isText) = (json.ValueTextEquals("id"u8), json.ValueTextEquals("text"u8));
            json.Read();
            if (isId)
                id = json.ValueSpan;
            else if (isText)
                text = scratch[..json.CopyString(scratch)];
        }
    }

    private static ReadOnlySpan<byte> OpenResult(int ordinal, ReadOnlySpan<byte> id, Span<byte> target)
    {
        var length = 0;
        Append("{\"ordinal\":"u8, target, ref length);
        Append(ordinal, target, ref length);
        Append(",\"id\":\""u8, target, ref length);
        Append(id, target, ref length);
        Append("\",\"line\":"u8, target, ref length);
        Append(ordinal + 1, target, ref length);
        return target[..length];
    }

    private static void Append(ReadOnlySpan<byte> bytes, Span<byte> target, ref int length)
    {
        bytes.CopyTo(target[length..]);
        length += bytes.Length;
    }

    private static void Append(int number, Span<byte> target, ref int length)
    {
        number.TryFormat(target[length..], out var digits, provider: CultureInfo.InvariantCulture);
        length += digits;
    }
}
