using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.Cli;

/// <summary>The runtimes of text models that this build has.</summary>
internal static class ModelRuntimes
{
    /// <summary>Reads model files of any of them.</summary>
    public static TextModelReader Reader { get; } = new();
}
