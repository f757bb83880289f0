using BatchProcessing.Analyses;

namespace BatchProcessing.Tests.Analyses;

/// <summary>The models that ship with the service, imported into a catalog of the tests' own.</summary>
public sealed class ShippedModels : IDisposable
{
    private readonly TempFolder _folder = new();

    public ShippedModels()
    {
        Models = new ModelCatalog(_folder["models"], Path.Combine(AppContext.BaseDirectory, "models"));
        Analyses = new AnalysisCatalog(Models);
    }

    public ModelCatalog Models { get; }

    public AnalysisCatalog Analyses { get; }

    public void Dispose() => _folder.Dispose();
}
