using BatchProcessing.Server.Tests.Requirements;

namespace BatchProcessing.Server.Tests.Outages;

/// <summary>The tests mount a small disk of their own.</summary>
public sealed class RequiresMountAttribute : RequirementAttribute
{
    private static readonly Lazy<string?> Reason = new(() =>
    {
        try
        {
            using var disk = new SmallDisk(megabytes: 1);
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return $"A small disk cannot be mounted here: {e.Message}";
        }
    });

    /// <inheritdoc/>
    public override string? Missing => Reason.Value;
}
