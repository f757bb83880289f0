using System.Text.Json.Nodes;
using BatchProcessing.Files;

namespace BatchProcessing.Server.Files;

/// <summary>What the processing of a file came to.</summary>
/// <param name="OutputPath">Where the results are, relative to <c>Files:Root</c>.</param>
/// <param name="Documents">Documents read, bad rows included.</param>
/// <param name="Succeeded">Documents with results.</param>
/// <param name="Failed">Documents with an error.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="DocumentsPerSecond">Documents by that time.</param>
/// <param name="Counts">Labels by analysis and errors by code.</param>
public sealed record ProcessedFile(
    string OutputPath, long Documents, long Succeeded, long Failed, double Seconds, double DocumentsPerSecond, JsonNode Counts)
{
    /// <summary>The answer for a report.</summary>
    public static ProcessedFile Of(string outputPath, FileReport report) => new(
        outputPath, report.Documents, report.Succeeded, report.Failed,
        Math.Round(report.Seconds, 3), Math.Round(report.DocumentsPerSecond, 1), JsonNode.Parse(report.Tally.ToJson())!);
}
