using BatchProcessing.Server.Tests.Requirements;

namespace BatchProcessing.Server.Tests.Torture;

/// <summary>The tests arm fault points and send POSIX signals.</summary>
public sealed class RequiresFaultPointsAttribute : RequirementAttribute
{
    /// <inheritdoc/>
    public override string? Missing =>
#if FAULT_INJECTION
        OperatingSystem.IsLinux() ? null : "Needs Linux: nodes are killed and frozen by POSIX signals.";
#else
        "Needs a Debug build: only that one has fault points.";
#endif
}
