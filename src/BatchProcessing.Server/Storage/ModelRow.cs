using System.Globalization;
using System.Text.Json;
using BatchProcessing.Models;

namespace BatchProcessing.Server.Storage;

/// <summary>A row of the table <c>models</c> as the driver gives it.</summary>
internal sealed class ModelRow
{
    public const string Columns =
        "id, tenant_id AS TenantId, name, version, kind, runtime, state, is_active AS IsActive, checksum, labels, metrics, progress, "
        + "stage, error, text_column AS TextColumn, label_column AS LabelColumn, data_parts AS DataParts, attempt, fence, "
        + "created_at AS CreatedAt, ended_at AS EndedAt";

    public string Id { get; set; } = "";
    public string TenantId { get; set; } = "";
    public string Name { get; set; } = "";
    public long Version { get; set; }
    public string Kind { get; set; } = "";
    public string? Runtime { get; set; }
    public string State { get; set; } = "";
    public long IsActive { get; set; }
    public string? Checksum { get; set; }
    public string? Labels { get; set; }
    public string? Metrics { get; set; }
    public double Progress { get; set; }
    public string? Stage { get; set; }
    public string? Error { get; set; }
    public string? TextColumn { get; set; }
    public string? LabelColumn { get; set; }
    public string? DataParts { get; set; }
    public long Attempt { get; set; }
    public long Fence { get; set; }
    public long CreatedAt { get; set; }
    public long? EndedAt { get; set; }

    public static string LabelsOf(IReadOnlyList<string> labels) => JsonSerializer.Serialize(labels);

    public static string PartsOf(IReadOnlyList<long> parts) => string.Join(',', parts);

    public ModelVersion ToModel() => new()
    {
        Id = Guid.Parse(Id),
        TenantId = TenantId,
        Name = Name,
        Version = (int)Version,
        Kind = Kind,
        Runtime = Runtime,
        State = StateOf(State),
        IsActive = IsActive == 1,
        Checksum = Checksum,
        Labels = Labels is null ? null : JsonSerializer.Deserialize<string[]>(Labels),
        Metrics = Metrics,
        Progress = Progress,
        Stage = Stage,
        Error = Error,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        EndedAt = EndedAt is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null,
    };

    public TrainingLease ToLease() => new(
        ToModel(),
        new TrainingData(TextColumn!, LabelColumn!, [.. DataParts!.Split(',').Select(p => long.Parse(p, CultureInfo.InvariantCulture))]),
        (int)Attempt,
        Fence);

    private static ModelState StateOf(string state) => state switch
    {
        "queued" => ModelState.Queued,
        "training" => ModelState.Training,
        "ready" => ModelState.Ready,
        "failed" => ModelState.Failed,
        _ => throw new FormatException($"'{state}' is no state of a model."),
    };
}
