using System.Security.Cryptography;
using BatchProcessing.Documents;

namespace BatchProcessing.Cli.Service;

/// <summary>Finds the files of an upload again by their hashes.</summary>
internal static class InputCheck
{
    /// <summary>Looks for each input among the files of a batch; a file of a form has a name that must fit too.</summary>
    /// <returns>What is wrong, one sentence each; empty when nothing is.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(
        IReadOnlyList<SourceFile> files, IReadOnlyList<FileInfo> inputs, CancellationToken cancellationToken)
    {
        List<string> faults = [];
        List<SourceFile> left = [.. files];
        foreach (FileInfo input in inputs)
        {
            await using FileStream content = input.OpenRead();
            string hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
            SourceFile? found = left.Find(f => f.Sha256 == hash && (f.Name is null || f.Name == FileName.Clean(input.Name)));
            if (found is null) faults.Add($"{input.Name} has SHA-256 {hash}, which is no file of the batch.");
            else left.Remove(found);
        }

        return faults;
    }
}
