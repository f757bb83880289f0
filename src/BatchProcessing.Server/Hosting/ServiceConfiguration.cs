namespace BatchProcessing.Server.Hosting;

/// <summary>Where settings come from, later ones first: the command line, the environment, the working folder's file, ours.</summary>
internal static class ServiceConfiguration
{
    private const string FileName = "appsettings.json";

    public static void AddServiceConfiguration(this WebApplicationBuilder builder, string[] args)
    {
        string local = Path.Combine(Directory.GetCurrentDirectory(), FileName);
        if (!string.Equals(local, Path.Combine(AppContext.BaseDirectory, FileName), StringComparison.Ordinal))
            builder.Configuration.AddJsonFile(local, optional: true);
        builder.Configuration.AddEnvironmentVariables();
        builder.Configuration.AddBatchEnvironmentVariables();
        builder.Configuration.AddCommandLine([.. args.Where(a => a != "--demo")]);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.ConfigureOptions<KestrelLimits>();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(25));
    }
}
