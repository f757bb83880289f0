using BatchProcessing.TextModels.Runtimes;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.TextModels;

/// <summary>Sends one text after the other through a pipeline, without a data view: rows and buffers are reused.</summary>
internal sealed class MLNetTextScorer : ITextModelScorer
{
    private readonly Action<ReadOnlyMemory<char>> _moveTo;
    private readonly ScoreReader _scores;
    private readonly Func<int> _label;

    public MLNetTextScorer(TextPipeline pipeline)
    {
        var input = new TextRow(pipeline.InputSchema, pipeline.Input);
        _moveTo = input.MoveTo;
        IRowToRowMapper mapper = pipeline.CreateMapper();
        // The same columns, as this mapper has them.
        (DataViewSchema.Column label, DataViewSchema.Column score) =
            (mapper.OutputSchema[pipeline.Label.Index], mapper.OutputSchema[pipeline.Score.Index]);
        DataViewRow output = mapper.GetRow(input, [label, score]);
        _scores = ScoreReader.Of(output, score);
        _label = LabelReader.Of(output, label, pipeline.Labels);
    }

    /// <inheritdoc/>
    public int Score(ReadOnlyMemory<char> text, Span<float> probabilities)
    {
        _moveTo(text);
        _scores.Read(probabilities);
        return _label();
    }
}
