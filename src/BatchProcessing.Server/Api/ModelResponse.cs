using System.Text.Json.Nodes;
using BatchProcessing.Models;

namespace BatchProcessing.Server.Api;

/// <summary>A version of a model as the API shows it.</summary>
public sealed record ModelResponse
{
    private const string CameFinished = "The model came finished: the service had no rows to measure it on.";

    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>From 1.</summary>
    public required int Version { get; init; }

    /// <summary>What batches and results call it, for example <c>tickets@2</c>.</summary>
    public required string Reference { get; init; }

    /// <summary>The analysis it is for.</summary>
    public required string Kind { get; init; }

    /// <summary>What scores it: linear or mlnet.</summary>
    public string? Runtime { get; init; }

    /// <summary>Whether it came with the service.</summary>
    public required bool IsShared { get; init; }

    /// <summary>queued, training, ready or failed.</summary>
    public required string State { get; init; }

    /// <summary>Whether a batch that names only the model gets this version.</summary>
    public required bool IsActive { get; init; }

    /// <summary>How far its training is, 0–1.</summary>
    public required double Progress { get; init; }

    /// <summary>What its training is doing.</summary>
    public string? Stage { get; init; }

    /// <summary>Why its training failed.</summary>
    public string? Error { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>What was measured on the rows held back from training.</summary>
    public JsonNode? Metrics { get; init; }

    /// <summary>Why a ready version has no metrics.</summary>
    public string? MetricsReason { get; init; }

    /// <summary>What its file is checked against.</summary>
    public string? Checksum { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it became ready or failed.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Shows a version.</summary>
    public static ModelResponse Of(ModelVersion model) => new()
    {
        Name = model.Name,
        Version = model.Version,
        Reference = model.Reference,
        Kind = model.Kind,
        Runtime = model.Runtime,
        IsShared = model.TenantId == ModelVersion.Shared,
        State = model.State.ToString().ToLowerInvariant(),
        IsActive = model.IsActive,
        Progress = model.State == ModelState.Ready ? 1 : Math.Round(model.Progress, 3),
        Stage = model.Stage,
        Error = model.Error,
        Labels = model.Labels,
        Metrics = model.Metrics is { } json ? JsonNode.Parse(json) : null,
        MetricsReason = model is { State: ModelState.Ready, Metrics: null } ? CameFinished : null,
        Checksum = model.Checksum,
        CreatedAt = model.CreatedAt,
        EndedAt = model.EndedAt,
    };
}
