using System.Diagnostics;

namespace BatchProcessing.Benchmarks.Torture;

/// <summary>A Debug build of the repository's server, whatever this program was built as: only that one has fault points.</summary>
internal static class DebugServer
{
    /// <summary>Builds the server, or finds that it is built.</summary>
    /// <exception cref="InvalidOperationException">It does not build.</exception>
    public static async Task<FileInfo> BuildAsync(CancellationToken cancellationToken)
    {
        var project = Path.Combine(RepositoryRoot().FullName, "src", "BatchProcessing.Server");
        // Standard output is for the report.
        var start = new ProcessStartInfo("dotnet", ["build", project, "-c", "Debug", "-v", "quiet", "-nologo"]) { RedirectStandardOutput = true };
        using var build = Process.Start(start)!;
        var output = await build.StandardOutput.ReadToEndAsync(cancellationToken);
        await build.WaitForExitAsync(cancellationToken);
        if (build.ExitCode != 0) throw new InvalidOperationException($"The server does not build:\n{output}");
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Name;
        return new FileInfo(Path.Combine(project, "bin", "Debug", framework, "BatchProcessing.Server.dll"));
    }

    private static DirectoryInfo RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "BatchProcessing.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("This program is outside the repository; name --server.");
        return folder;
    }
}
