namespace BatchProcessing.Tests.Documents;

/// <summary>Files as other programs write them.</summary>
internal static class Sample
{
    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", name));
}
