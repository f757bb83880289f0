using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace BatchProcessing.Cli.Service;

/// <summary>Shows how far a batch is until it has ended.</summary>
internal static class BatchProgressBar
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    public static Task ShowAsync(ServiceClient client, Guid id, CancellationToken token) =>
        AnsiConsole.Progress().StartAsync(async context =>
        {
            ProgressTask bar = context.AddTask("documents");
            while (true)
            {
                JsonNode batch = await client.GetBatchAsync(id, token);
                bar.Value = (double)batch["percent"]!;
                bar.Description = string.Create(
                    CultureInfo.InvariantCulture, $"{batch["status"]} {batch["documentsPerSecond"]?.GetValue<double>() ?? 0:0} documents/s");
                if (batch["endedAt"] is not null) return;
                await Task.Delay(PollInterval, token);
            }
        });
}
