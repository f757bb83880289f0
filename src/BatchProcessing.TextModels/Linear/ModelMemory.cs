using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace BatchProcessing.TextModels.Linear;

/// <summary>
/// Bytes that stay where they are for as long as this object is reachable: a pinned array, or a file mapped into memory,
/// which the finaliser of its handle unmaps. Whoever follows <see cref="Start"/> keeps this object alive meanwhile.
/// </summary>
internal sealed unsafe class ModelMemory
{
    private readonly object _owner;

    private ModelMemory(object owner, byte* start, int length, bool isMapped)
    {
        (_owner, Length, IsMapped) = (owner, length, isMapped);
        Start = start;
    }

    /// <summary>The first byte.</summary>
    public byte* Start { get; }

    /// <summary>Number of bytes.</summary>
    public int Length { get; }

    /// <summary>Whether the bytes are a mapped file.</summary>
    public bool IsMapped { get; }

    /// <summary>All bytes; use it only while this object is reachable.</summary>
    public Span<byte> Span => new(Start, Length);

    /// <summary>Zeroed memory.</summary>
    public static ModelMemory Allocate(int length)
    {
        byte[] array = GC.AllocateArray<byte>(length, pinned: true);
        return new ModelMemory(array, (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(array, 0), length, isMapped: false);
    }

    /// <summary>A copy of some bytes.</summary>
    public static ModelMemory Copy(ReadOnlySpan<byte> bytes)
    {
        ModelMemory memory = Allocate(bytes.Length);
        bytes.CopyTo(memory.Span);
        return memory;
    }

    /// <summary>Maps a whole file of at least one byte for reading; null when it is not on a disk of this machine.</summary>
    public static ModelMemory? TryMap(FileStream file)
    {
        if (!IsLocal(file))
            return null;
        try
        {
            int length = checked((int)file.Length);
            using var mapping = MemoryMappedFile.CreateFromFile(
                file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            // Not disposed: that would unmap the view, whose handle outlives the accessor and the mapping.
            MemoryMappedViewAccessor view = mapping.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            byte* start = (byte*)view.SafeMemoryMappedViewHandle.DangerousGetHandle() + view.PointerOffset;
            return new ModelMemory(view.SafeMemoryMappedViewHandle, start, length, isMapped: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or OverflowException)
        {
            return null; // a file system that cannot map: the file is read
        }
    }

    /// <summary>Keeps the memory from being freed up to the call.</summary>
    public void KeepAlive() => GC.KeepAlive(_owner);

    /// <summary>
    /// Whether a file is on a drive of this machine. A mapped file of a network drive that another machine deletes would end
    /// the process at its next page fault.
    /// </summary>
    private static bool IsLocal(FileStream file)
    {
        if (!file.CanSeek || file.Length == 0 || PathOf(file) is not { } path)
            return false;
        return new DriveInfo(path).DriveType is DriveType.Fixed or DriveType.Ram or DriveType.Removable;
    }

    private static string? PathOf(FileStream file)
    {
        if (Path.IsPathFullyQualified(file.Name))
            return file.Name;
        // A stream over a handle has no name.
        return OperatingSystem.IsLinux()
            ? File.ResolveLinkTarget($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}", returnFinalTarget: false)?.FullName
            : null;
    }
}
