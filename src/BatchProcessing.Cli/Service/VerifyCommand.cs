using System.CommandLine;
using BatchProcessing.Manifests;

namespace BatchProcessing.Cli.Service;

/// <summary><c>verify</c>: downloads the results of a batch and checks them, and its input, against its manifest.</summary>
internal static class VerifyCommand
{
    private static readonly Option<FileInfo[]> Input = new("--input")
    {
        Description = "Files that were uploaded, as they were before compression.",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create()
    {
        Input.AcceptExistingOnly();
        var command = new Command("verify", "Checks the results of an ended batch against its manifest; exit code 1 when anything differs.")
        {
            ServiceOption.Batch, ServiceOption.Url, ServiceOption.Key, Input,
        };
        command.SetAction((arguments, token) => ServiceOption.RunAsync(arguments, client => RunAsync(arguments, client, token)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, ServiceClient client, CancellationToken token)
    {
        Guid id = arguments.GetRequiredValue(ServiceOption.Batch);
        FileInfo[] inputs = arguments.GetValue(Input) ?? [];
        BatchManifest manifest = await client.GetManifestAsync(id, token);
        IReadOnlyList<string> faults =
        [
            .. await client.ReadResultsAsync(id, results => new ManifestCheck(manifest).RunAsync(results, token), token),
            .. await InputCheck.RunAsync(manifest.Files, inputs, token),
        ];
        foreach (string fault in faults) await arguments.InvocationConfiguration.Error.WriteLineAsync(fault);
        await arguments.InvocationConfiguration.Output.WriteLineAsync(
            $"Batch {id}, run {manifest.Run}: {manifest.Documents} documents in {manifest.Chunks.Count} chunks, "
            + $"{inputs.Length} of {manifest.Files.Count} input files compared: {(faults.Count == 0 ? "sound" : "NOT as the manifest says")}.");
        return faults.Count == 0 ? 0 : 1;
    }
}
