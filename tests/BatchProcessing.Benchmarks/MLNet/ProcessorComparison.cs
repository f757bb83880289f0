using System.Globalization;
using BatchProcessing.MLNet.Processing;
using BatchProcessing.Processing;
using Microsoft.ML;

namespace BatchProcessing.Benchmarks.MLNet;

/// <summary>
/// <see cref="MLBatchProcessor{TInput,TOutput}"/> beside the loop one would write by hand: a data view, Transform and
/// CreateEnumerable for every 1,000 rows, with the same pipeline, classes and rows.
/// </summary>
internal sealed record ProcessorComparison(string Model, long Documents, Interleaved.Turn[] ByHand, Interleaved.Turn[] Processor)
{
    private const int ChunkSize = 1000;

    public static async Task<ProcessorComparison> RunAsync(
        TextModelComparison.Trained model, LabeledRow[] rows, CancellationToken cancellationToken)
    {
        var context = new MLContext();
        var processor = new MLBatchProcessor<LabeledRow, ScoredRow>(context, model.Model, new BatchProcessorOptions { StreamBatchSize = ChunkSize });
        (Func<Task> byHand, int passes) = ScoringTurns.Repeated(() => ByHand(context, model.Model, rows));
        Interleaved.Turn[][] turns = await Interleaved.MeasureAsync(byHand, async () =>
        {
            for (int i = 0; i < passes; i++)
                Check((await processor.ProcessBatchAsync(rows, cancellationToken)).Results, rows.Length);
        });
        return new ProcessorComparison($"{model.Contestant.Name} ({model.Contestant.Features})", (long)rows.Length * passes, turns[0], turns[1]);

        static void ByHand(MLContext context, ITransformer transformer, LabeledRow[] rows)
        {
            List<ScoredRow> results = new(rows.Length);
            foreach (LabeledRow[] chunk in rows.Chunk(ChunkSize))
            {
                IDataView scored = transformer.Transform(context.Data.LoadFromEnumerable(chunk));
                results.AddRange(context.Data.CreateEnumerable<ScoredRow>(scored, reuseRowObject: false));
            }

            Check(results, rows.Length);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {Model}: documents a second of wall-clock (of processor) time, one chunk of {ChunkSize} at a time:
        by hand {Speed(ByHand, t => t.Seconds):N0} ({Speed(ByHand, t => t.ProcessorSeconds):N0}), MLBatchProcessor {Speed(Processor, t => t.Seconds):N0} ({Speed(Processor, t => t.ProcessorSeconds):N0}), ratio {Ratio(t => t.Seconds):F3} ({Ratio(t => t.ProcessorSeconds):F3}), medians
        """);

    private static void Check(IReadOnlyList<ScoredRow> results, int expected)
    {
        if (results.Count != expected || results.Any(r => r.PredictedLabel.Length == 0 || r.Score.Length < 2))
            throw new InvalidOperationException($"{results.Count} of {expected} documents were scored.");
    }

    private double Speed(Interleaved.Turn[] turns, Func<Interleaved.Turn, double> time) => Documents / Interleaved.Median(turns.Select(time));

    private double Ratio(Func<Interleaved.Turn, double> time) => Interleaved.Median(ByHand.Zip(Processor, (hand, own) => time(hand) / time(own)));
}
