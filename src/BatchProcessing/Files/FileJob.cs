using BatchProcessing.Documents;

namespace BatchProcessing.Files;

/// <summary>One file to be processed.</summary>
public sealed record FileJob
{
    /// <summary>Whose models are used.</summary>
    public required string TenantId { get; init; }

    /// <summary>What the input is.</summary>
    public required DeclaredFile Declared { get; init; }

    /// <summary>The input, at its start.</summary>
    public required Stream Input { get; init; }

    /// <summary>
    /// Tells this input and these models from others, so that work left by a killed process is gone on with only where it
    /// fits; null when every run begins anew.
    /// </summary>
    public string? Identity { get; init; }

    /// <summary>The analyses, out of those of the catalog.</summary>
    public required IReadOnlyList<string> Analyses { get; init; }

    /// <summary>How tables name their columns.</summary>
    public required TableOptions Table { get; init; }

    /// <summary>Whether results are a table instead of JSON lines.</summary>
    public required bool IsCsv { get; init; }

    /// <summary>A folder of this job's own; the caller deletes it when the results are where they belong.</summary>
    public required string WorkFolder { get; init; }
}
