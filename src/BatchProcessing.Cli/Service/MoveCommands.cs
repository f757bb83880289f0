using System.CommandLine;
using System.Text.Json.Nodes;

namespace BatchProcessing.Cli.Service;

/// <summary><c>cancel</c>, <c>pause</c>, <c>resume</c>, <c>retry</c> and <c>delete</c>: what can be done to a batch.</summary>
internal static class MoveCommands
{
    private static readonly Option<bool> Wait = new("--wait") { Description = "Show progress until the batch has ended." };

    public static Command Cancel() => Move("cancel", "Stops a batch; what has succeeded stays.");

    public static Command Pause() => Move("pause", "Holds a batch until it is resumed.");

    public static Command Resume() => Move("resume", "Lets a paused batch go on.");

    public static Command Retry() => Move("retry", "Runs what did not succeed in an ended batch again.");

    public static Command Delete()
    {
        var command = new Command("delete", "Deletes an ended batch with its documents and results.") { ServiceOption.Batch, ServiceOption.Url, ServiceOption.Key };
        command.SetAction((arguments, token) => ServiceOption.RunAsync(
            arguments, client => client.DeleteAsync(arguments.GetRequiredValue(ServiceOption.Batch), token)));
        return command;
    }

    private static Command Move(string move, string description)
    {
        var command = new Command(move, description) { ServiceOption.Batch, ServiceOption.Url, ServiceOption.Key };
        if (move != "pause") command.Add(Wait);
        command.SetAction((arguments, token) => ServiceOption.RunAsync(arguments, async client =>
        {
            Guid id = arguments.GetRequiredValue(ServiceOption.Batch);
            JsonNode batch = await client.MoveAsync(id, move, token);
            Console.WriteLine($"{batch["status"]}");
            if (move != "pause" && arguments.GetValue(Wait)) await BatchProgressBar.ShowAsync(client, id, token);
        }));
        return command;
    }
}
