using System.Text.Json;

namespace BatchProcessing.Benchmarks.Fairness;

/// <summary>What became of one small batch.</summary>
/// <param name="Seconds">From the first byte of its upload to the moment it was seen completed.</param>
/// <param name="EndedAt">When the server says it ended.</param>
/// <param name="IsExact">Whether all its documents succeeded.</param>
internal sealed record SmallBatch(double Seconds, DateTimeOffset EndedAt, bool IsExact)
{
    /// <summary>Reads the status of a batch that has ended.</summary>
    public static SmallBatch Of(JsonElement batch, TimeSpan passed, int documents) => new(
        passed.TotalSeconds,
        batch.GetProperty("endedAt").GetDateTimeOffset(),
        batch.GetProperty("counts").GetProperty("succeeded").GetInt64() == documents);
}
