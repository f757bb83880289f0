using System.Diagnostics;

namespace BatchProcessing.Server.Tests.Outages;

/// <summary>A file system of a few megabytes in memory, which a test can fill.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("batchprocessing-disk-");

    /// <exception cref="InvalidOperationException">It cannot be mounted.</exception>
    public SmallDisk(int megabytes)
    {
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Path) is not { Length: > 0 } fault) return;
        _folder.Delete();
        throw new InvalidOperationException(fault);
    }

    public string Path => _folder.FullName;

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Leaves not a byte.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (int block = 1 << 20; block > 0; block /= 2)
        {
            try
            {
                while (true) file.Write(new byte[block]);
            }
            catch (IOException)
            {
                // Full for this size of block; a smaller one may still go in.
            }
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(Filler);

    public void Dispose()
    {
        Run("umount", "--lazy", Path);
        _folder.Delete();
    }

    /// <summary>What a program said in its errors.</summary>
    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"{program} ended with {process.ExitCode}. {errors}";
    }
}
