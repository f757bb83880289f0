using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.MLNet.TextModels;

/// <summary>A text classifier that ML.NET trained.</summary>
internal sealed class MLNetTextModel(string name, string checksum, TextPipeline pipeline) : IRuntimeModel
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => pipeline.Labels;

    /// <inheritdoc/>
    public bool IsMultiLabel => false;

    /// <inheritdoc/>
    public string Checksum => checksum;

    /// <inheritdoc/>
    public ITextModelScorer CreateScorer() => new MLNetTextScorer(pipeline);
}
