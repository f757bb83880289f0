using BatchProcessing.Chunks;

namespace BatchProcessing.Models;

/// <summary>How many labels a tenant's model may have, and how long they may be: every result line may name all of them.</summary>
public static class LabelLimits
{
    /// <summary>Labels: memory and time of a training grow with them.</summary>
    public const int MaxLabels = 500;

    /// <summary>Bytes of all labels, as JSON.</summary>
    public const int MaxBytes = 64 << 10;

    /// <summary>What labels have too much of, as the end of a sentence; null when nothing.</summary>
    internal static string? FaultOf(IReadOnlyCollection<string> labels)
    {
        if (labels.Count > MaxLabels) return $"{labels.Count} labels, more than {MaxLabels}";
        int bytes = labels.Sum(l => ResultFragments.Utf8(ResultFragments.Json(l)).Length);
        return bytes > MaxBytes ? $"{labels.Count} labels that take {bytes} bytes as JSON, more than {MaxBytes}" : null;
    }
}
