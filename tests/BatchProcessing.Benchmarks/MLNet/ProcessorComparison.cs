using System.Globalization;
using BatchProcessing.MLNet.Processing;
using BatchProcessing.Processing;
using Microsoft.ML;

namespace BatchProcessing.Benchmarks.MLNet;

/// <summary>
/// <see cref="MLBatchProcessor{TInput,TOutput}"/> beside the loop one would write by hand: a data view, Transform and
/// CreateEnumerable for every 1,000 rows, with the same pipeline, classes and rows.
/// </summary>
internal sealed record ProcessorComparison(int Documents, Interleaved.Turn[] ByHand, Interleaved.Turn[] Processor)
{
    private const int ChunkSize = 1000;

    public static async Task<ProcessorComparison> RunAsync(byte[] model, string[] texts, CancellationToken cancellationToken)
    {
        var context = new MLContext();
        using var file = new MemoryStream(model);
        ITransformer transformer = context.Model.Load(file, out _);
        Row[] rows = [.. texts.Select(t => new Row { Text = t })];
        var processor = new MLBatchProcessor<Row, Scored>(context, transformer, new BatchProcessorOptions { StreamBatchSize = ChunkSize });
        Interleaved.Turn[][] turns = await Interleaved.MeasureAsync(
            () => ByHandAsync(context, transformer, rows),
            async () => Check((await processor.ProcessBatchAsync(rows, cancellationToken)).Results, rows.Length));
        return new ProcessorComparison(rows.Length, turns[0], turns[1]);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {Documents} documents, one chunk of {ChunkSize} at a time, documents a second of wall-clock (of processor) time
        by hand {Speed(ByHand, t => t.Seconds):N0} ({Speed(ByHand, t => t.ProcessorSeconds):N0}), MLBatchProcessor {Speed(Processor, t => t.Seconds):N0} ({Speed(Processor, t => t.ProcessorSeconds):N0})
        ratio {Ratio(t => t.Seconds):F3} ({Ratio(t => t.ProcessorSeconds):F3}): the median of the rounds
        """);

    private static Task ByHandAsync(MLContext context, ITransformer transformer, Row[] rows)
    {
        List<Scored> results = new(rows.Length);
        foreach (Row[] chunk in rows.Chunk(ChunkSize))
        {
            IDataView scored = transformer.Transform(context.Data.LoadFromEnumerable(chunk));
            results.AddRange(context.Data.CreateEnumerable<Scored>(scored, reuseRowObject: false));
        }

        Check(results, rows.Length);
        return Task.CompletedTask;
    }

    private static void Check(IReadOnlyList<Scored> results, int expected)
    {
        if (results.Count != expected || results.Any(r => r.PredictedLabel.Length == 0 || r.Score.Length < 2))
            throw new InvalidOperationException($"{results.Count} of {expected} documents were scored.");
    }

    private double Speed(Interleaved.Turn[] turns, Func<Interleaved.Turn, double> time) => Documents / Interleaved.Median(turns.Select(time));

    private double Ratio(Func<Interleaved.Turn, double> time) => Interleaved.Median(ByHand.Zip(Processor, (hand, own) => time(hand) / time(own)));

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public string Label { get; set; } = "";
    }

    private sealed class Scored
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }
}
