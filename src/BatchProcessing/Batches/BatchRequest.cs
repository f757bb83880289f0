using BatchProcessing.Analyses;
using BatchProcessing.Jobs;
using BatchProcessing.Tenants;

namespace BatchProcessing.Batches;

/// <summary>What a caller asks of an upload.</summary>
public sealed record BatchRequest
{
    /// <summary>Who asks, from the credential.</summary>
    public required string TenantId { get; init; }

    /// <summary>The queue the tenant's tier gives.</summary>
    public Lane Lane { get; init; } = Lane.Batch;

    /// <summary>What the tenant's quota of documents has left, or null for no quota.</summary>
    public DocumentAllowance? Allowance { get; init; }

    /// <summary>The caller's own name for the batch, or null.</summary>
    public string? Name { get; init; }

    /// <summary>What is asked of each document, with the model versions it is pinned to.</summary>
    public required ModelPins Models { get; init; }

    /// <summary>The part of failed documents above which the batch stops, 0–1, or null for never.</summary>
    public double? MaxFailureRatio { get; init; }

    /// <summary>What the batch waits for before it runs, or null.</summary>
    public StartCondition? StartCondition { get; init; }

    /// <summary>Where the end is to be told, or null.</summary>
    public string? WebhookUrl { get; init; }

    /// <summary>The caller's own JSON object, or null.</summary>
    public string? Metadata { get; init; }

    /// <summary>Whether the first bad document refuses the whole upload.</summary>
    public bool FailOnInvalid { get; init; }
}
