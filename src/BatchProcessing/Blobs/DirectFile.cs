using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BatchProcessing.Blobs;

/// <summary>
/// Files past the page cache (Linux <c>O_DIRECT</c>). A blob is written once and read once, megabytes at a time:
/// filling the cache with it costs more processor time than scoring it. Offsets, lengths and memory must be aligned, so
/// content passes through an aligned buffer, and the last block is cut to length after it is written.
/// </summary>
internal static unsafe partial class DirectFile
{
    /// <summary>What offsets, lengths and addresses must be a multiple of: the page size covers every block size in use.</summary>
    private const int Alignment = 4096;

    private const int WriteOnlyCreateNew = 0x1 | 0x40 | 0x80; // O_WRONLY | O_CREAT | O_EXCL of Linux
    private const int CloseOnExec = 0x80000; // O_CLOEXEC
    private const int NoSuchFile = 2; // ENOENT
    private const int OwnerReadWriteOthersRead = 0x1A4; // 0644

    /// <summary>The flag differs by architecture: see asm/fcntl.h of the kernel.</summary>
    private static int DirectFlag => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 or Architecture.X86 => 0x4000,
        Architecture.Arm64 or Architecture.Arm => 0x10000,
        _ => 0,
    };

    /// <summary>Whether files in a folder can be written and read this way.</summary>
    public static bool IsSupported(string folder)
    {
        if (!OperatingSystem.IsLinux() || DirectFlag == 0) return false;
        string probe = Path.Combine(folder, $".direct-{Guid.NewGuid():N}");
        try
        {
            Write(probe, "probe"u8);
            var read = new byte[5];
            Read(probe, 0, read);
            return read.AsSpan().SequenceEqual("probe"u8);
        }
        catch (IOException)
        {
            return false;
        }
        finally
        {
            File.Delete(probe);
        }
    }

    /// <summary>Writes a new file and flushes it to the disk.</summary>
    /// <exception cref="IOException">The file exists, or the storage failed.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using SafeFileHandle file = Open(path, WriteOnlyCreateNew | DirectFlag);
        try
        {
            WritePadded(file, content);
            RandomAccess.SetLength(file, content.Length);
            RandomAccess.FlushToDisk(file);
        }
        catch
        {
            File.Delete(path); // half of a blob is none, and takes the room that is wanting
            throw;
        }
    }

    /// <summary>Fills a span from an offset of a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="EndOfStreamException">The file is shorter.</exception>
    public static void Read(string path, long offset, Span<byte> destination)
    {
        using SafeFileHandle file = Open(path, DirectFlag);
        long start = offset / Alignment * Alignment;
        int lead = (int)(offset - start);
        int padded = Padded(lead + destination.Length);
        byte* aligned = (byte*)NativeMemory.AlignedAlloc((nuint)padded, Alignment);
        try
        {
            int read = RandomAccess.Read(file, new Span<byte>(aligned, padded), start);
            if (read < lead + destination.Length) throw new EndOfStreamException($"'{path}' ends before byte {offset + destination.Length}.");
            new ReadOnlySpan<byte>(aligned + lead, destination.Length).CopyTo(destination);
        }
        finally
        {
            NativeMemory.AlignedFree(aligned);
        }
    }

    private static void WritePadded(SafeFileHandle file, ReadOnlySpan<byte> content)
    {
        int padded = Padded(content.Length);
        byte* aligned = (byte*)NativeMemory.AlignedAlloc((nuint)padded, Alignment);
        try
        {
            var buffer = new Span<byte>(aligned, padded);
            content.CopyTo(buffer);
            buffer[content.Length..].Clear();
            RandomAccess.Write(file, buffer, 0);
        }
        finally
        {
            NativeMemory.AlignedFree(aligned);
        }
    }

    private static int Padded(int length) => Math.Max(Alignment, (length + Alignment - 1) / Alignment * Alignment);

    private static SafeFileHandle Open(string path, int flags)
    {
        int handle = OpenFile(path, flags | CloseOnExec, OwnerReadWriteOthersRead);
        if (handle >= 0) return new SafeFileHandle(handle, ownsHandle: true);
        int error = Marshal.GetLastPInvokeError();
        string message = $"'{path}': {Marshal.GetPInvokeErrorMessage(error)}.";
        throw error == NoSuchFile ? new FileNotFoundException(message, path) : new IOException(message, error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);
}
