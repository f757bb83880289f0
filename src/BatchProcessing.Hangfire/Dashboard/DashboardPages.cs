using Hangfire;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>Adds the service's own pages to the dashboard. Hangfire keeps them in static lists, so this is done once a process.</summary>
internal static class DashboardPages
{
    private const string Styles = "BatchProcessing.Hangfire.Dashboard.batches.css";

    private static readonly Lock Registering = new();
    private static bool _isRegistered;

    /// <summary>Adds pages, navigation and metrics, once.</summary>
    public static void Register()
    {
        lock (Registering)
        {
            if (_isRegistered) return;
            AddRoutes();
            NavigationMenu.Items.Add(page => new MenuItem("Batches", page.Url.To(BatchLinks.List))
            {
                Active = page.RequestPath.StartsWith(BatchLinks.List, StringComparison.OrdinalIgnoreCase),
                Metric = BatchMetrics.ActiveBatches,
            });
            GlobalConfiguration.Configuration
                .UseDashboardMetrics(
                    BatchMetrics.ActiveBatches, BatchMetrics.DocumentsPerSecond, BatchMetrics.QueueAge, BatchMetrics.FailedDocuments)
                .UseDashboardStylesheet(typeof(DashboardPages).Assembly, Styles)
                .UseJobDetailsRenderer(0, SliceDetails.Of);
            _isRegistered = true;
        }
    }

    private static void AddRoutes()
    {
        RouteCollection routes = DashboardRoutes.Routes;
        routes.AddRazorPage(BatchLinks.List, _ => new BatchesPage());
        routes.AddRazorPage(BatchLinks.PutBack, _ => new PutBackPage());
        routes.AddRazorPage(BatchLinks.Pattern, match => new BatchPage(Guid.Parse(match.Groups[BatchLinks.Id].Value)));
        routes.AddRazorPage(BatchLinks.ConfirmPattern, match => new ConfirmPage(
            Guid.Parse(match.Groups[BatchLinks.Id].Value), match.Groups[BatchLinks.Move].Value));
        routes.Add(BatchLinks.MovePattern, new MoveDispatcher());
    }
}
