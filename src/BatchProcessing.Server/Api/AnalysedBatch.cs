using System.Text.Json.Nodes;
using BatchProcessing.Chunks;

namespace BatchProcessing.Server.Api;

/// <summary>The results of a small batch that was analysed within its request.</summary>
/// <param name="Results">One result a document, in input order, as in a result line.</param>
/// <param name="Succeeded">Documents with results.</param>
/// <param name="Failed">Documents with an error.</param>
/// <param name="Distributions">Labels by analysis.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="DocumentsPerSecond">Documents by that time.</param>
public sealed record AnalysedBatch(
    IReadOnlyList<JsonNode> Results,
    int Succeeded,
    int Failed,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Distributions,
    double DurationMs,
    double DocumentsPerSecond)
{
    internal static AnalysedBatch Empty { get; } =
        new([], 0, 0, new Dictionary<string, IReadOnlyDictionary<string, long>>(), 0, 0);

    internal static AnalysedBatch From(ChunkResultLines lines, IEnumerable<string> analyses, TimeSpan duration)
    {
        List<JsonNode> results = [];
        ReadOnlySpan<byte> rest = lines.Lines.Span;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            results.Add(JsonNode.Parse(rest[..end])!);
            rest = rest[(end + 1)..];
        }

        return new AnalysedBatch(
            results,
            lines.Succeeded,
            lines.Failed,
            analyses.ToDictionary(a => a, lines.Tally.Group),
            Math.Round(duration.TotalMilliseconds, 3),
            Math.Round(results.Count / Math.Max(duration.TotalSeconds, 1e-6), 1));
    }
}
