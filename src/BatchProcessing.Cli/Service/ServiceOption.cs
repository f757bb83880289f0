using System.CommandLine;

namespace BatchProcessing.Cli.Service;

/// <summary>Where the service is, and how its faults are told: the same for every command that talks to it.</summary>
internal static class ServiceOption
{
    public static readonly Option<Uri> Url = new("--url")
    {
        Description = "Address of the service.",
        DefaultValueFactory = _ => new Uri(Environment.GetEnvironmentVariable("BATCH_URL") ?? "http://127.0.0.1:5080"),
    };

    public static readonly Argument<Guid> Batch = new("batchId") { Description = "The batch." };

    /// <summary>Runs a command against the service; a fault is one line on standard error.</summary>
    public static async Task<int> RunAsync(ParseResult arguments, Func<ServiceClient, Task> work)
    {
        try
        {
            using var client = new ServiceClient(arguments.GetRequiredValue(Url));
            await work(client);
            return 0;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
