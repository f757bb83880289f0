using System.Collections.Concurrent;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text;

namespace BatchProcessing.Suspects;

/// <summary>
/// A file, mapped into memory, in which every worker of this process notes where it is. What is stored there is the
/// kernel's at once, so it is there for the next process however this one dies.
/// </summary>
public sealed unsafe class Breadcrumbs : IDisposable
{
    /// <summary>More than the workers of all lanes can be.</summary>
    private const int SlotCount = 1024;

    /// <summary>A cache line, so that no two workers write to the same one.</summary>
    private const int SlotBytes = 64;

    /// <summary>What comes before the slots: the magic number, and the name of the process with its length.</summary>
    private const int HeaderBytes = 256;

    /// <summary>Opens the file and tells its layout: the letters "crumbs" and a version.</summary>
    private const long Magic = 0x31_73_62_6D_75_72_63;

    private readonly string _path;
    private readonly ConcurrentBag<int> _free = [];
    private MemoryMappedFile? _file;
    private MemoryMappedViewAccessor? _view;
    private byte* _memory;
    private volatile bool _isDisposed;

    /// <summary>Reads what an earlier process left; it stays in the file until <see cref="Begin"/>.</summary>
    /// <param name="path">The node's own file.</param>
    public Breadcrumbs(string path)
    {
        _path = path;
        (EarlierOwner, Earlier) = Read(path);
    }

    /// <summary>The name under which this process leases chunks, like no other's.</summary>
    public string Owner { get; } = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";

    /// <summary>The name under which the earlier process leased chunks; null when it left no trace that can be read.</summary>
    public string? EarlierOwner { get; }

    /// <summary>Where the workers of the earlier process were.</summary>
    public IReadOnlyList<Crumb> Earlier { get; }

    /// <summary>Whether this process follows no worker any more.</summary>
    public bool IsDisposed => _isDisposed;

    /// <summary>Forgets the earlier process and makes room for the traces of this one.</summary>
    public void Begin()
    {
        var empty = new byte[HeaderBytes + (SlotBytes * SlotCount)];
        MemoryMarshal.Write(empty, Magic);
        byte[] owner = Encoding.UTF8.GetBytes(Owner);
        MemoryMarshal.Write(empty.AsSpan(sizeof(long)), owner.Length);
        owner.CopyTo(empty, sizeof(long) + sizeof(int));
        // Written, not merely made longer: a page without room on a full disk would kill the process at its first store.
        using (var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read))
        {
            file.Write(empty);
            file.Flush(flushToDisk: true);
        }

        _file = MemoryMappedFile.CreateFromFile(_path, FileMode.Open);
        _view = _file.CreateViewAccessor(0, empty.Length);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _memory);
        for (int slot = 0; slot < SlotCount; slot++) _free.Add(slot);
    }

    /// <summary>Begins the trace of a worker that takes a chunk into its hands.</summary>
    /// <exception cref="InvalidOperationException">There are more workers than traces.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public Breadcrumb Follow(Guid batchId, long firstOrdinal, long fence)
    {
        if (!_free.TryTake(out int number))
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            throw new InvalidOperationException($"More than {SlotCount} workers are at work.");
        }

        var slot = (Slot*)(_memory + HeaderBytes + (number * SlotBytes));
        slot->BatchId = batchId;
        slot->FirstOrdinal = firstOrdinal;
        slot->Place = Breadcrumb.Outside;
        Volatile.Write(ref slot->Fence, fence);
        return new Breadcrumb(this, slot, firstOrdinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        // Taking all slots away is what keeps a worker that comes late from writing to memory that is gone.
        int taken = 0;
        while (_free.TryTake(out _)) taken++;
        // A worker that does not stop writes on: its memory must stay, and goes with the process.
        if (_view is null || taken < SlotCount) return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file?.Dispose();
        _view = null;
    }

    internal void Return(Slot* slot)
    {
        Volatile.Write(ref slot->Fence, 0);
        if (_isDisposed) return; // nobody follows any more
        _free.Add((int)(((byte*)slot - _memory - HeaderBytes) / SlotBytes));
    }

    private static (string? Owner, IReadOnlyList<Crumb> Crumbs) Read(string path)
    {
        if (!File.Exists(path)) return (null, []);
        ReadOnlySpan<byte> content = File.ReadAllBytes(path);
        if (content.Length < HeaderBytes || MemoryMarshal.Read<long>(content) != Magic) return (null, []);
        int length = MemoryMarshal.Read<int>(content[sizeof(long)..]);
        string owner = Encoding.UTF8.GetString(content.Slice(sizeof(long) + sizeof(int), length));
        List<Crumb> crumbs = [];
        for (content = content[HeaderBytes..]; content.Length >= SlotBytes; content = content[SlotBytes..])
        {
            Slot slot = MemoryMarshal.Read<Slot>(content);
            if (slot.Fence > 0) crumbs.Add(new Crumb(slot.BatchId, slot.FirstOrdinal, slot.Fence, slot.Place));
        }

        return (owner, crumbs);
    }

    /// <summary>One worker's trace in the file; a fence of 0 means that it holds no chunk.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Slot
    {
        public Guid BatchId;
        public long FirstOrdinal;
        public long Fence;
        public long Place;
    }
}
