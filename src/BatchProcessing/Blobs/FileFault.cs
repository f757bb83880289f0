using BatchProcessing.Outages;

namespace BatchProcessing.Blobs;

/// <summary>Tells a disk that is full or gone from the fault of one file, by the system's error number.</summary>
internal static class FileFault
{
    // errno of Linux: ENXIO, ENODEV, EROFS, ENOTCONN, ETIMEDOUT, EHOSTDOWN, EHOSTUNREACH, ESTALE.
    // Not EIO: a sector that cannot be read is the fault of its one file, and stays.
    private static readonly int[] Away = [6, 19, 30, 107, 110, 112, 113, 116];

    // ENOSPC of every Unix and EDQUOT of Linux; ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows.
    private static readonly int[] Full = OperatingSystem.IsWindows() ? [39, 112] : [28, 122];

    /// <summary>The outage that a fault tells of, or null.</summary>
    public static OutageException? OutageOf(IOException fault)
    {
        int error = fault.HResult & 0xFFFF;
        if (Full.Contains(error)) return new OutageException(OutageKind.StorageFull, fault.Message, fault);
        return OperatingSystem.IsLinux() && Away.Contains(error)
            ? new OutageException(OutageKind.BlobStoreAway, fault.Message, fault)
            : null;
    }
}
