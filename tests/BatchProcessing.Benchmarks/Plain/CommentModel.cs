using BatchProcessing.Benchmarks.Load;
using BatchProcessing.Benchmarks.MLNet;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using BatchProcessing.TextModels.Training;
using Microsoft.ML;

namespace BatchProcessing.Benchmarks.Plain;

/// <summary>FeaturizeText and SDCA, trained on the spot: generated comments with the labels that the service's own model gives them.</summary>
internal sealed class CommentModel : IDisposable
{
    private const int Seed = 1;
    private const int TrainingRows = 10_000;

    private readonly MLContext _context = new(Seed);
    private readonly ITransformer _model;

    // A prediction engine serves one thread at a time; each of Hangfire's workers is a thread.
    private readonly ThreadLocal<PredictionEngine<LabeledRow, ScoredRow>> _engines;

    private CommentModel(IEnumerable<LabeledText> rows)
    {
        _model = Contestant.Sdca.Fit(_context, LabeledRow.View(_context, rows));
        _engines = new(() => _context.Model.CreatePredictionEngine<LabeledRow, ScoredRow>(_model), trackAllValues: true);
    }

    /// <summary>Trains.</summary>
    /// <param name="labelling">Model file of the service whose labels are learned.</param>
    /// <param name="seed">Chooses the comments.</param>
    public static CommentModel Train(string labelling, int seed)
    {
        ITextModel model = new TextModelReader().Load(labelling);
        TextScorer scorer = new TextModelSet([model]).CreateScorer();
        float[] probabilities = new float[model.Labels.Count];
        var comments = new CommentGenerator(seed);
        return new CommentModel(Enumerable.Range(0, TrainingRows).Select(_ => Label(comments.Next().ToString())));

        LabeledText Label(string text)
        {
            scorer.Read(text);
            return new LabeledText(text, model.Labels[scorer.Score(0, probabilities)]);
        }
    }

    /// <summary>The label of one comment, by a <c>PredictionEngine</c>.</summary>
    public string Predict(string text) => _engines.Value!.Predict(new LabeledRow { Text = text }).PredictedLabel;

    /// <summary>The labels of many, by one <c>Transform</c> over one data view.</summary>
    public IEnumerable<string> Predict(IEnumerable<Comment> comments)
    {
        IDataView view = _context.Data.LoadFromEnumerable(comments.Select(c => new LabeledRow { Text = c.Text }));
        return _context.Data.CreateEnumerable<ScoredRow>(_model.Transform(view), reuseRowObject: true).Select(row => row.PredictedLabel);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var engine in _engines.Values)
            engine.Dispose();
        _engines.Dispose();
    }
}
