using System.Text.Json;
using System.Text.Json.Nodes;
using BatchProcessing.Batches;

namespace BatchProcessing.Files;

/// <summary>What the processing of a file came to.</summary>
/// <param name="Documents">Documents read, bad rows included.</param>
/// <param name="Succeeded">Documents with results.</param>
/// <param name="Failed">Documents with an error.</param>
/// <param name="Resumed">Documents of those whose results an earlier, killed run had left.</param>
/// <param name="Seconds">How long this run took.</param>
/// <param name="Tally">Labels by analysis and errors by code.</param>
public sealed record FileReport(long Documents, long Succeeded, long Failed, long Resumed, double Seconds, Tally Tally)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Documents of this run by the time they took.</summary>
    public double DocumentsPerSecond => (Documents - Resumed) / Math.Max(Seconds, 1e-6);

    /// <summary>The report as JSON.</summary>
    public string ToJson() => new JsonObject
    {
        ["documents"] = Documents,
        ["succeeded"] = Succeeded,
        ["failed"] = Failed,
        ["resumed"] = Resumed,
        ["seconds"] = Math.Round(Seconds, 3),
        ["documentsPerSecond"] = Math.Round(DocumentsPerSecond, 1),
        ["counts"] = JsonNode.Parse(Tally.ToJson()),
    }.ToJsonString(Indented);
}
