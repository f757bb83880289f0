using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Security;

/// <summary>Limits what each tenant asks of this node.</summary>
internal static class RateRegistration
{
    public static IServiceCollection AddTenantRates(this IServiceCollection services)
    {
        services.AddSingleton<TenantRates>();
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>>(s => s.GetRequiredService<TenantRates>());
        services.AddRateLimiter(_ => { });
        return services;
    }

    /// <summary>Comes after the caller is known.</summary>
    public static void UseTenantRates(this WebApplication app)
    {
        app.UseRateLimiter();
        TenantRates rates = app.Services.GetRequiredService<TenantRates>();
        app.Use((context, next) =>
        {
            // As the answer starts, so that errors tell it too.
            context.Response.OnStarting(() =>
            {
                rates.Tell(context);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }
}
