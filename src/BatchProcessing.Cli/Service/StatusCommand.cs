using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BatchProcessing.Cli.Service;

/// <summary><c>status</c>: shows a batch as the service describes it.</summary>
internal static class StatusCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var command = new Command("status", "Shows the status of a batch as JSON.") { ServiceOption.Batch, ServiceOption.Url, ServiceOption.Key };
        command.SetAction((arguments, token) => ServiceOption.RunAsync(arguments, async client =>
        {
            JsonNode batch = await client.GetBatchAsync(arguments.GetRequiredValue(ServiceOption.Batch), token);
            Console.WriteLine(batch.ToJsonString(Indented));
        }));
        return command;
    }
}
