using System.ComponentModel;
using System.Diagnostics;

namespace BatchProcessing.Server.Tests.Storage.S3;

/// <summary>
/// The npm package of the S3 server, installed once into a folder of its own beside the temporary ones: no file of it is
/// part of this repository.
/// </summary>
internal static class S3Package
{
    private const string Name = "s3rver@3.7.1";
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(2);
    private static readonly Lazy<string?> Fault = new(Install);

    /// <summary>The folder whose <c>node_modules</c> has the package.</summary>
    public static string Folder { get; } = Path.Combine(Path.GetTempPath(), $"batchprocessing-{Name.Replace('@', '-')}");

    /// <summary>Why there can be no S3 server here; null when there can.</summary>
    public static string? Missing => Fault.Value;

    private static string? Install()
    {
        if (Run("node", ["--version"]) is { } noNode) return $"Node.js is needed to run {Name}: {noNode}";
        if (Directory.Exists(Folder)) return null;
        // Installed aside and moved: another run sees the whole package or none.
        string aside = Directory.CreateTempSubdirectory("batchprocessing-npm-").FullName;
        string npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        string[] install = ["install", "--prefix", aside, "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1", Name];
        if (Run(npm, install) is { } fault) return $"The npm package {Name} cannot be installed: {fault}";
        try
        {
            Directory.Move(aside, Folder);
        }
        catch (IOException) when (Directory.Exists(Folder))
        {
            Directory.Delete(aside, recursive: true);
        }

        return null;
    }

    /// <summary>Runs a program to its end; null when it went well.</summary>
    private static string? Run(string program, string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(InstallLimit))
            {
                process.Kill(entireProcessTree: true);
                return $"'{program}' did not end in time.";
            }

            return process.ExitCode == 0 ? null : $"'{program}' ended with {process.ExitCode}: {errors.Result.Trim()} {output.Result.Trim()}";
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }
    }
}
