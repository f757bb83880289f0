using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Training;
using Microsoft.ML;

namespace BatchProcessing.MLNet.Linear;

/// <summary>Text models of this library as components of ML.NET: trained in a pipeline, or read from a <c>.btm</c> file.</summary>
public static class LinearText
{
    /// <summary>Reads a model that this library trained: in a pipeline, on the command line or by the service.</summary>
    /// <param name="context">The context of the pipelines that it goes into.</param>
    /// <param name="path">The <c>.btm</c> file; it may be deleted or replaced by another meanwhile, but not overwritten.</param>
    /// <param name="columns">The names of the columns; the usual ones when null.</param>
    /// <param name="labelsAsKeys">Whether the predicted label is a key, as ML.NET's trainers give it; text otherwise.</param>
    /// <exception cref="InvalidModelFileException">The file is no model file, is damaged, or has an unknown version.</exception>
    public static LinearTextTransformer Load(
        MLContext context, string path, LinearTextColumns? columns = null, bool labelsAsKeys = false)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Of(LinearTextModel.Load(path), columns, labelsAsKeys);
    }

    /// <summary>Reads a model from a stream to its end.</summary>
    /// <param name="context">The context of the pipelines that it goes into.</param>
    /// <param name="stream">What a <c>.btm</c> file holds.</param>
    /// <param name="columns">The names of the columns; the usual ones when null.</param>
    /// <param name="labelsAsKeys">Whether the predicted label is a key, as ML.NET's trainers give it; text otherwise.</param>
    /// <exception cref="InvalidModelFileException">The stream holds no model, is damaged, or has an unknown version.</exception>
    public static LinearTextTransformer Load(
        MLContext context, Stream stream, LinearTextColumns? columns = null, bool labelsAsKeys = false)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Of(LinearTextModel.Load(stream), columns, labelsAsKeys);
    }

    /// <summary>
    /// A trainer that takes the text itself, without <c>FeaturizeText</c>, and a label of each text. The predicted label is of
    /// the type of the label: a key with the same values, or text.
    /// </summary>
    /// <param name="context">The context of the pipeline.</param>
    /// <param name="columns">The names of the columns; the usual ones when null.</param>
    /// <param name="options">How to train; everything is chosen from the data when null.</param>
    public static LinearTextEstimator Trainer(MLContext context, LinearTextColumns? columns = null, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new LinearTextEstimator(context, columns ?? new LinearTextColumns(), options ?? new TrainingOptions());
    }

    private static LinearTextTransformer Of(LinearTextModel model, LinearTextColumns? columns, bool labelsAsKeys) =>
        new(model, columns ?? new LinearTextColumns(), new LabelSlots(model.Labels, model.Labels, labelsAsKeys));
}
