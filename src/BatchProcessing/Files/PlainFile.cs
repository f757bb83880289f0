using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BatchProcessing.Files;

/// <summary>Opens files of which it is not known what they are: a pipe that nobody writes to would hold the thread for ever.</summary>
public static partial class PlainFile
{
    private const int ReadOnlyNonBlockingCloseOnExec = 0x800 | 0x80000; // O_RDONLY | O_NONBLOCK | O_CLOEXEC of Linux
    private const int NoSuchFile = 2; // ENOENT
    private const int NotPermitted = 13; // EACCES
    private const int NoSuchDevice = 6; // ENXIO, of sockets
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const uint TypeOnly = 1; // STATX_TYPE
    private const int StatusBytes = 256; // struct statx, the same on every processor
    private const int ModeAt = 28; // stx_mode
    private const int TypeMask = 0xF000; // S_IFMT
    private const int RegularFile = 0x8000; // S_IFREG
    private const int BufferBytes = 1 << 20;

    /// <summary>Opens an existing file to read it, at its start.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is no plain file.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static FileStream OpenRead(string path)
    {
        FileStream file = OperatingSystem.IsLinux() ? OpenNonBlocking(path) : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
        if (file.CanSeek && IsRegular(file.SafeFileHandle)) return file;
        file.Dispose();
        throw new UnauthorizedAccessException($"'{path}' is no plain file.");
    }

    // To plain files the flag means nothing; a pipe is opened without waiting for its other end.
    private static FileStream OpenNonBlocking(string path)
    {
        int descriptor = Open(path, ReadOnlyNonBlockingCloseOnExec);
        if (descriptor < 0) throw Failure(path, Marshal.GetLastPInvokeError());
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            return new FileStream(handle, FileAccess.Read, BufferBytes);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static Exception Failure(string path, int error)
    {
        string message = $"'{path}' cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}.";
        return error switch
        {
            NoSuchFile => new FileNotFoundException(message, path),
            NotPermitted or NoSuchDevice => new UnauthorizedAccessException(message),
            _ => new IOException(message, error),
        };
    }

    // A device can be sought in, and read without end. Where the call is not there, nothing is said against the file.
    private static bool IsRegular(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux()) return true;
        var status = new byte[StatusBytes];
        try
        {
            return Statx(file, "", EmptyPath, TypeOnly, status) != 0
                || (BitConverter.ToUInt16(status, ModeAt) & TypeMask) == RegularFile;
        }
        catch (EntryPointNotFoundException)
        {
            return true;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(SafeFileHandle file, string path, int flags, uint mask, [Out] byte[] status);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
