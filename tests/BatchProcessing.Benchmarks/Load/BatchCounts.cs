using System.Text.Json;

namespace BatchProcessing.Benchmarks.Load;

/// <summary>The counts a batch's status carries.</summary>
internal sealed record BatchCounts(long Total, long Succeeded, long Failed, long Pending)
{
    /// <summary>Reads the <c>counts</c> object of a status.</summary>
    public static BatchCounts Read(JsonElement counts) => new(
        counts.GetProperty("total").GetInt64(),
        counts.GetProperty("succeeded").GetInt64(),
        counts.GetProperty("failed").GetInt64(),
        counts.GetProperty("pending").GetInt64());
}
