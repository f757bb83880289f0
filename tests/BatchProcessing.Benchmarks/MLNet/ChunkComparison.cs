using System.Globalization;
using BatchProcessing.MLNet.Processing;
using BatchProcessing.MLNet.TextModels;
using BatchProcessing.Processing;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using Microsoft.ML;

namespace BatchProcessing.Benchmarks.MLNet;

/// <summary>
/// The two ways to score documents with a model of ML.NET: one after the other through the pipeline's row mapper, as the
/// service does, and 1,000 at a time through a data view, by <see cref="MLBatchProcessor{TInput,TOutput}"/>. Both give a label
/// and a probability for each label.
/// </summary>
internal sealed record ChunkComparison(string Model, int Documents, Interleaved.Turn[] RowMapper, Interleaved.Turn[] Chunks)
{
    private const int ChunkSize = 1000;

    public static async Task<ChunkComparison> RunAsync(string name, byte[] model, string[] texts, CancellationToken cancellationToken)
    {
        ITextModel loaded = new TextModelReader(new MLNetRuntime()).Load(model, name);
        TextScorer scorer = new TextModelSet([loaded]).CreateScorer();
        var context = new MLContext();
        using var file = new MemoryStream(model);
        var processor = new MLBatchProcessor<Row, Scored>(
            context, context.Model.Load(file, out _), new BatchProcessorOptions { StreamBatchSize = ChunkSize });
        Interleaved.Turn[][] turns = await Interleaved.MeasureAsync(
            () => ByRowMapper(scorer, loaded.Labels.Count, texts),
            () => ByChunksAsync(processor, texts, cancellationToken));
        return new ChunkComparison(name, texts.Length, turns[0], turns[1]);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {Model}: {Documents} documents, documents a second of wall-clock (of processor) time
        row mapper, one document at a time {Speed(RowMapper, t => t.Seconds):N0} ({Speed(RowMapper, t => t.ProcessorSeconds):N0}), data views of {ChunkSize} {Speed(Chunks, t => t.Seconds):N0} ({Speed(Chunks, t => t.ProcessorSeconds):N0})
        chunks by row mapper {Ratio(t => t.Seconds):F3} ({Ratio(t => t.ProcessorSeconds):F3}): the median of the rounds
        """);

    private static Task ByRowMapper(TextScorer scorer, int labels, string[] texts)
    {
        var probabilities = new float[labels];
        foreach (string text in texts)
        {
            scorer.Read(text);
            scorer.Score(0, probabilities);
        }

        return Task.CompletedTask;
    }

    private static async Task ByChunksAsync(MLBatchProcessor<Row, Scored> processor, string[] texts, CancellationToken cancellationToken)
    {
        foreach (string[] chunk in texts.Chunk(ChunkSize))
        {
            BatchResult<Scored> result = await processor.ProcessBatchAsync([.. chunk.Select(t => new Row { Text = t })], cancellationToken);
            if (result.Results.Count != chunk.Length) throw new InvalidOperationException($"{result.Results.Count} of {chunk.Length} documents were scored.");
        }
    }

    private double Speed(Interleaved.Turn[] turns, Func<Interleaved.Turn, double> time) => Documents / Interleaved.Median(turns.Select(time));

    private double Ratio(Func<Interleaved.Turn, double> time) => Interleaved.Median(RowMapper.Zip(Chunks, (mapper, chunks) => time(mapper) / time(chunks)));

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
