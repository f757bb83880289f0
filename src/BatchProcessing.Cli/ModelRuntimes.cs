using BatchProcessing.TextModels.Runtimes;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Cli;

/// <summary>The runtimes of text models that this build has. The only file of the command line that knows of the build's switches.</summary>
internal static class ModelRuntimes
{
    /// <summary>Reads model files of any of them.</summary>
    public static TextModelReader Reader { get; } = new(
#if MLNET
        new BatchProcessing.MLNet.TextModels.MLNetRuntime());
#else
        []);
#endif

    /// <summary>Trains models of the runtimes beside the default one.</summary>
    public static IReadOnlyList<ITextModelTrainer> Trainers { get; } =
    [
#if MLNET
        new BatchProcessing.MLNet.Training.MLNetTrainer(),
#endif
    ];
}
