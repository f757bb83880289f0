namespace BatchProcessing.Analyses;

/// <summary>What an analysis found for one document.</summary>
/// <param name="Model">The index of the model in its plan, or -1 when none applies.</param>
/// <param name="Label">The index of the label in that model, or of the reason when no model applies.</param>
public readonly record struct Prediction(int Model, int Label)
{
    /// <summary>Whether there is a label.</summary>
    public bool HasLabel => Model >= 0;

    /// <summary>No model applies, for a reason of the analysis.</summary>
    public static Prediction None(int reason) => new(-1, reason);
}
