using Serilog;
using Serilog.Core;

namespace BatchProcessing.Server.Hosting;

/// <summary>Structured logs by Serilog, as the section <c>Serilog</c> says: the console and a rolling file.</summary>
internal static class Logging
{
    public static void AddServiceLogging(this WebApplicationBuilder builder)
    {
        Logger logger = new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration).Enrich.With<KeyMask>().CreateLogger();
        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(logger, dispose: true);
    }

    /// <summary>Logs every request once, when it has been answered: method, path, status and time, never content or keys.</summary>
    public static void UseRequestLogging(this WebApplication app)
    {
        Microsoft.Extensions.Logging.ILogger log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("BatchProcessing.Requests");
        TimeProvider clock = app.Services.GetRequiredService<TimeProvider>();
        app.Use(async (context, next) =>
        {
            long start = clock.GetTimestamp();
            await next(context);
            int status = context.Response.StatusCode;
            LogLevel level = status >= 500 ? LogLevel.Error : IsHealth(context) ? LogLevel.Debug : LogLevel.Information;
            log.Log(level, "{Method} {Path} answered {Status} in {Elapsed:0.0} ms",
                context.Request.Method, context.Request.Path.Value, status, clock.GetElapsedTime(start).TotalMilliseconds);
        });
    }

    private static bool IsHealth(HttpContext context) => context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal);
}
