using System.Runtime.InteropServices;

namespace BatchProcessing.Blobs;

/// <summary>
/// Makes the entries of a folder durable. On POSIX a new file's name is durable only after an fsync of its folder,
/// and .NET cannot open a folder, so this calls the C library. Windows journals names by itself.
/// </summary>
public static partial class FolderFlush
{
    private const int OpenReadOnly = 0;

    /// <summary>Flushes a folder's entries to the disk.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <exception cref="IOException">The folder could not be opened or flushed.</exception>
    public static void ToDisk(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        int handle = Open(folder, OpenReadOnly);
        if (handle < 0) throw Failure(folder);
        try
        {
            if (Fsync(handle) != 0) throw Failure(folder);
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static IOException Failure(string folder) =>
        new($"Folder '{folder}' could not be flushed: {Marshal.GetLastPInvokeErrorMessage()}.", Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
