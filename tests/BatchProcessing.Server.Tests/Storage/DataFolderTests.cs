using BatchProcessing.Server.Storage;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Tests.Storage;

public sealed class DataFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Open_DeletesTheWork_ThatAKilledProcessLeft()
    {
        Directory.CreateDirectory(_folder["spool/file-0123/blobs"]);
        File.WriteAllText(_folder["spool/file-0123/blobs/a"], "x");
        Directory.CreateDirectory(_folder["spool/another"]);

        using DataFolder folder = Open();

        Assert.Equal([Path.Combine(folder.Spool, "another")], Directory.EnumerateFileSystemEntries(folder.Spool));
    }

    [Fact]
    public void Open_DeletesNothing_WhileAnotherProcessHasTheFolder()
    {
        using DataFolder first = Open();
        string work = Directory.CreateDirectory(first.NewSpoolFolder()).FullName;

        Assert.Throws<IOException>(Open);

        Assert.True(Directory.Exists(work));
    }

    public void Dispose() => _folder.Dispose();

    private DataFolder Open() => new(Options.Create(new StorageOptions { DataFolder = _folder.Path }));
}
