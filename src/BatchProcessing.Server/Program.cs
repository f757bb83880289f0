using BatchProcessing.MLNet.TextModels;
using BatchProcessing.Server.Api;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Faults;
using BatchProcessing.Server.Hosting;
using BatchProcessing.Server.Models;
using BatchProcessing.Server.Pages;
using BatchProcessing.Server.Security;
using BatchProcessing.Server.Telemetry;
using BatchProcessing.TextModels.Runtimes;

if (args is [ModelTrialProcess.Command, ..]) return ModelTrialProcess.Try(args, new TextModelReader(new MLNetRuntime()));
return await ServiceRun.RunAsync(Build, args);

static WebApplication Build(string[] args)
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        ContentRootPath = AppContext.BaseDirectory,
    });
    builder.AddServiceConfiguration(args);
    builder.AddServiceLogging();
    builder.Services
        .AddServiceOptions()
        .AddStorage()
        .AddAnalyses()
        .AddBatches()
        .AddSuspects()
        .AddRetention()
        .AddLive()
        .AddWebhooks()
        .AddTelemetry(builder.Configuration)
        .AddJobs(builder.Configuration)
        .AddReadiness()
        .AddKeys()
        .AddTenantRates()
        .AddApi();
    builder.Services.BreakRules();

    WebApplication app = builder.Build();
    app.UseSecurityHeaders();
    app.UseRequestLogging();
    app.UseProblems();
    app.UseSwaggerPages();
    app.UseKeys();
    app.UseTenantRates();
    app.MapStartPage();
    app.MapHealth();

    RouteGroupBuilder api = app.MapTenantApi();
    api.MapDocuments();
    api.MapBatches();
    api.MapEvents();
    api.MapLifecycle();
    api.MapResults();
    api.MapManifest();
    api.MapReport();
    api.MapModels();
    api.MapWebhooks();
    api.MapDeliveries();
    api.MapService();
    api.MapMetrics();
    api.MapTenants();
    app.MapDashboard();
    return app;
}

/// <summary>The entry point, visible to tests that host the service.</summary>
public partial class Program;
