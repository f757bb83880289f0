using System.Text.Json;
using System.Text.Json.Nodes;
using BatchProcessing.Batches;

namespace BatchProcessing.Cli.Offline;

/// <summary>What an offline run came to.</summary>
/// <param name="Documents">Documents read, bad rows included.</param>
/// <param name="Succeeded">Documents with results.</param>
/// <param name="Failed">Documents with an error.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Tally">Labels by analysis and errors by code.</param>
internal sealed record OfflineReport(long Documents, long Succeeded, long Failed, double Seconds, Tally Tally)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Documents by the time they took.</summary>
    public double DocumentsPerSecond => Documents / Math.Max(Seconds, 1e-6);

    /// <summary>Writes the report as JSON.</summary>
    public Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        var json = new JsonObject
        {
            ["documents"] = Documents,
            ["succeeded"] = Succeeded,
            ["failed"] = Failed,
            ["seconds"] = Math.Round(Seconds, 3),
            ["documentsPerSecond"] = Math.Round(DocumentsPerSecond, 1),
            ["counts"] = JsonNode.Parse(Tally.ToJson()),
        };
        return File.WriteAllTextAsync(path, json.ToJsonString(Indented) + "\n", cancellationToken);
    }
}
