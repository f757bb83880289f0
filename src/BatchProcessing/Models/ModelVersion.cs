using System.Globalization;

namespace BatchProcessing.Models;

/// <summary>One version of a named model. Once ready it never changes.</summary>
public sealed record ModelVersion
{
    /// <summary>The owner of models that every tenant may use: those that came with the service.</summary>
    public const string Shared = "*";

    /// <summary>A version 7 UUID; its blobs are stored under it.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who owns it, or <see cref="Shared"/>.</summary>
    public required string TenantId { get; init; }

    /// <summary>The model's name: lower-case letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>From 1.</summary>
    public required int Version { get; init; }

    /// <summary>The analysis it is for.</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// What scores it, in lower case: <c>linear</c>, <c>mlnet</c>. Null only for a version imported by a program that did not
    /// keep it, until the next start.
    /// </summary>
    public string? Runtime { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required ModelState State { get; init; }

    /// <summary>Whether it is the version that a batch gets that names only the model.</summary>
    public bool IsActive { get; init; }

    /// <summary>What the version's file is checked against, or null until it is ready.</summary>
    public string? Checksum { get; init; }

    /// <summary>Its labels, or null until it is ready.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>What training and evaluation measured, as JSON, or null.</summary>
    public string? Metrics { get; init; }

    /// <summary>How far the training is, 0–1.</summary>
    public double Progress { get; init; }

    /// <summary>What the training is doing, or null.</summary>
    public string? Stage { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? Error { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it became ready or failed, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The name under which batches pin it and results show it: <c>topics@1</c>.</summary>
    public string Reference => ReferenceOf(Name, Version);

    /// <summary>What a version is called: <c>topics@2</c>.</summary>
    public static string ReferenceOf(string name, int version) => string.Create(CultureInfo.InvariantCulture, $"{name}@{version}");
}
