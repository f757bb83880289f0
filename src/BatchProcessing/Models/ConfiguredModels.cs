namespace BatchProcessing.Models;

/// <summary>The model files that the configuration names, by analysis: they take the place of those that came with the service.</summary>
public sealed class ConfiguredModels() : Dictionary<string, ConfiguredModel>(StringComparer.OrdinalIgnoreCase)
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Models";
}
