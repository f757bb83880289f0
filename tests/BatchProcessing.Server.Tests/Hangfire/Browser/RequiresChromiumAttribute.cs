using BatchProcessing.Server.Tests.Requirements;

namespace BatchProcessing.Server.Tests.Hangfire.Browser;

/// <summary>The tests look at pages in a browser.</summary>
public sealed class RequiresChromiumAttribute : RequirementAttribute
{
    /// <summary>The browser.</summary>
    public const string Browser = "/usr/bin/chromium";

    /// <inheritdoc/>
    public override string? Missing => File.Exists(Browser) ? null : "Chromium is not installed (Debian: apt-get install chromium).";
}
