namespace BatchProcessing.TextModels.Runtimes;

/// <summary>A model that scores texts by itself, with another library; a linear model shares what a scorer found in a text.</summary>
public interface IRuntimeModel : ITextModel
{
    /// <summary>Creates a scorer with scratch memory of its own: one for each worker.</summary>
    ITextModelScorer CreateScorer();
}
