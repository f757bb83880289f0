using BatchProcessing.Analyses;
using BatchProcessing.Models;

namespace BatchProcessing.Tests.Analyses;

/// <summary>The models that ship with the service, each pinned and planned for the tests.</summary>
public sealed class ShippedModels
{
    private static readonly Dictionary<string, string> NoChoice = [];

    public AnalysisCatalog Analyses { get; } = new(new ModelFolder(Path.Combine(AppContext.BaseDirectory, "models")));

    public Task<ModelPins> PinAsync(params string[] analyses) => Analyses.PinAsync("t", analyses, NoChoice, CancellationToken.None);

    public async Task<AnalysisPlan> PlanAsync(params string[] analyses) => await Analyses.PlanAsync("t", await PinAsync(analyses));
}
