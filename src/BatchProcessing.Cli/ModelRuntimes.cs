using BatchProcessing.MLNet.TextModels;
using BatchProcessing.MLNet.Training;
using BatchProcessing.TextModels.Runtimes;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Cli;

/// <summary>The runtimes of text models beside this project's own.</summary>
internal static class ModelRuntimes
{
    /// <summary>Reads model files of any of them.</summary>
    public static TextModelReader Reader { get; } = new(new MLNetRuntime());

    /// <summary>Trains models of the runtimes beside the default one.</summary>
    public static IReadOnlyList<ITextModelTrainer> Trainers { get; } = [new MLNetTrainer()];
}
