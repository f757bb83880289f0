using Hangfire;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>Adds the service's own pages to the dashboard. Hangfire keeps them in static lists, so this is done once a process.</summary>
internal static class DashboardPages
{
    private static readonly Lock Registering = new();
    private static bool _isRegistered;

    /// <summary>Adds pages, navigation and metrics, once.</summary>
    public static void Register()
    {
        lock (Registering)
        {
            if (_isRegistered) return;
            DashboardRoutes.Routes.AddRazorPage(BatchLinks.List, _ => new BatchesPage());
            DashboardRoutes.Routes.AddRazorPage(BatchLinks.Pattern, match => new BatchPage(Guid.Parse(match.Groups[BatchLinks.Id].Value)));
            NavigationMenu.Items.Add(page => new MenuItem("Batches", page.Url.To(BatchLinks.List))
            {
                Active = page.RequestPath.StartsWith(BatchLinks.List, StringComparison.OrdinalIgnoreCase),
                Metric = BatchMetrics.ActiveBatches,
            });
            GlobalConfiguration.Configuration.UseDashboardMetrics(BatchMetrics.ActiveBatches, BatchMetrics.DocumentsPerSecond);
            _isRegistered = true;
        }
    }
}
