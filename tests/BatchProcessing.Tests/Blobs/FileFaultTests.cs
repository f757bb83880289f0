using BatchProcessing.Blobs;
using BatchProcessing.Outages;

namespace BatchProcessing.Tests.Blobs;

public sealed class FileFaultTests
{
    private const int Eio = 5;
    private const int Erofs = 30;
    private const int Enospc = 28;
    private const int ErrorDiskFull = 112;

    [Fact]
    public void OutageOf_IsNull_WhenOneFileCannotBeRead() => Assert.Null(FileFault.OutageOf(new IOException("bad sector", Eio)));

    [Fact]
    public void OutageOf_TellsAFullDisk()
    {
        int full = OperatingSystem.IsWindows() ? ErrorDiskFull : Enospc;

        Assert.Equal(OutageKind.StorageFull, FileFault.OutageOf(new IOException("no room", full))?.Kind);
    }

    [Fact]
    public void OutageOf_TellsADiskThatIsAway_OnLinux()
    {
        OutageKind? kind = FileFault.OutageOf(new IOException("read-only file system", Erofs))?.Kind;

        Assert.Equal(OperatingSystem.IsLinux() ? OutageKind.BlobStoreAway : null, kind);
    }
}
