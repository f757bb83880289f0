using System.CommandLine;
using System.CommandLine.Parsing;

namespace BatchProcessing.Cli.Service;

/// <summary>Where the service is, and how its faults are told: the same for every command that talks to it.</summary>
internal static class ServiceOption
{
    public static readonly Option<Uri> Url = new("--url")
    {
        Description = "Address of the service.",
        DefaultValueFactory = _ => new Uri(Environment.GetEnvironmentVariable("BATCH_URL") ?? "http://127.0.0.1:5080"),
        CustomParser = Parse,
    };

    public static readonly Option<string?> Key = new("--key")
    {
        Description = "Key of the service, if it has keys. Default: the environment variable BATCH_KEY, which other users of the machine cannot see.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("BATCH_KEY") is { Length: > 0 } key ? key : null,
    };

    public static readonly Argument<Guid> Batch = new("batchId") { Description = "The batch." };

    /// <summary>Runs a command against the service; a fault is one line on standard error.</summary>
    public static Task<int> RunAsync(ParseResult arguments, Func<ServiceClient, Task> work) => RunAsync(arguments, async client =>
    {
        await work(client);
        return 0;
    });

    /// <summary>Runs a command that has an exit code of its own.</summary>
    public static async Task<int> RunAsync(ParseResult arguments, Func<ServiceClient, Task<int>> work)
    {
        try
        {
            using var client = new ServiceClient(arguments.GetRequiredValue(Url), arguments.GetValue(Key));
            return await work(client);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            await arguments.InvocationConfiguration.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static Uri? Parse(ArgumentResult found)
    {
        string text = found.Tokens.Single().Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)) return url;
        found.AddError($"'{text}' is no http address.");
        return null;
    }
}
