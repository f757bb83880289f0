using BatchProcessing.Server.Api;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Faults;
using BatchProcessing.Server.Hosting;
using BatchProcessing.Server.Telemetry;
using BatchProcessing.Server.Jobs;

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
        .AddTelemetry()
        .AddJobs(builder.Configuration)
        .AddReadiness()
        .AddApi();
    builder.Services.BreakRules();

    WebApplication app = builder.Build();
    app.UseRequestLogging();
    app.UseProblems();
    app.UseSwaggerPages();
    app.MapDocuments();
    app.MapBatches();
    app.MapEvents();
    app.MapLifecycle();
    app.MapResults();
    app.MapManifest();
    app.MapModels();
    app.MapWebhooks();
    app.MapDeliveries();
    app.MapService();
    app.MapMetrics();
    app.MapJobEngine();
    return app;
}

/// <summary>The entry point, visible to tests that host the service.</summary>
public partial class Program;
