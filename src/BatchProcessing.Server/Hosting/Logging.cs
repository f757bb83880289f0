using Serilog;
using Serilog.Events;

namespace BatchProcessing.Server.Hosting;

/// <summary>Structured logs by Serilog, as the section <c>Serilog</c> says: the console and a rolling file.</summary>
internal static class Logging
{
    private const string Request = "{RequestMethod} {RequestPath} answered {StatusCode} in {Elapsed:0.0} ms";

    public static void AddServiceLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Services.AddSerilog(
            logger => logger.ReadFrom.Configuration(builder.Configuration).Enrich.With<KeyMask>(),
            preserveStaticLogger: true, // a process may run several services
            writeToProviders: true); // to those that a host adds
    }

    /// <summary>Logs every request once, when it has been answered: method, path, status and time, never content or keys.</summary>
    public static void UseRequestLogging(this WebApplication app) => app.UseSerilogRequestLogging(options =>
    {
        options.MessageTemplate = Request;
        options.GetLevel = LevelOf;
        options.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
    });

    private static LogEventLevel LevelOf(HttpContext context, double elapsed, Exception? fault) =>
        fault is not null || context.Response.StatusCode >= 500 ? LogEventLevel.Error
        : IsHealth(context) ? LogEventLevel.Debug
        : LogEventLevel.Information;

    private static bool IsHealth(HttpContext context) => context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal);
}
