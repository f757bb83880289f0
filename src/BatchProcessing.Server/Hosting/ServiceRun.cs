using BatchProcessing.Server.Demo;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Hosting;

/// <summary>Runs the service until it is stopped; what prevents its start is said in one line.</summary>
internal static class ServiceRun
{
    public static async Task<int> RunAsync(Func<string[], WebApplication> build, string[] args)
    {
        WebApplication app;
        try
        {
            app = build(args); // binds settings, and may find one that it cannot use
            await app.StartAsync();
            await app.RequireKeysForOpenAddressesAsync();
        }
        catch (Exception e) when (e is OptionsValidationException or IOException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }

        if (args.Contains("--demo")) await SampleBatch.RunAsync(app);
        await app.WaitForShutdownAsync();
        await app.DisposeAsync();
        return 0;
    }
}
