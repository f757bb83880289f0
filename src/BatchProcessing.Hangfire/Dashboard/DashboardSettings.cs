using Hangfire;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>How the dashboard presents itself.</summary>
internal static class DashboardSettings
{
    /// <summary>Where the dashboard is.</summary>
    public const string Path = "/hangfire";

    private const int StatisticsInterval = 5_000;

    public static DashboardOptions Create() => new()
    {
        DashboardTitle = "BatchProcessing",
        AppPath = "/",
        DisplayStorageConnectionString = false,
        StatsPollingInterval = StatisticsInterval,
        // Who may look is the endpoint's own authorization. Hangfire's default, local requests only, would let everybody
        // in who comes through a proxy on this machine.
        Authorization = [new SameOriginOnly()],
        IgnoreAntiforgeryToken = true, // see SameOriginOnly
    };
}
