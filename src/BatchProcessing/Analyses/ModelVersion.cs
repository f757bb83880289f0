namespace BatchProcessing.Analyses;

/// <summary>One immutable version of a named model.</summary>
/// <param name="Name">The model's name, for example <c>topics</c>.</param>
/// <param name="Version">From 1.</param>
/// <param name="Path">Its file.</param>
public sealed record ModelVersion(string Name, int Version, string Path)
{
    /// <summary>The name under which batches pin it and results show it: <c>topics@1</c>.</summary>
    public string Reference => $"{Name}@{Version}";
}
