using System.Text.Json.Nodes;
using BatchProcessing.Cli.Backup;
using Dapper;
using Microsoft.Data.Sqlite;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Backup;

/// <summary>Backups of a service that runs: what they find wrong, and what they leave behind then.</summary>
public sealed class BackupTests(ServiceHost service) : IClassFixture<ServiceHost>, IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("backup")]
    [InlineData("backup.zip")]
    public async Task Backup_IsRestoredWhole_FromAFolderOrAFile(string name)
    {
        Guid batch = await BatchAsync();

        int backedUp = await BackupCommand.Create().Parse(["--data", service.DataFolder, "--out", _folder[name]]).InvokeAsync();
        int restored = await RestoreCommand.Create().Parse(["--from", _folder[name], "--data", _folder["restored"]]).InvokeAsync();

        Assert.Equal((0, 0), (backedUp, restored));
        foreach (string blob in BlobsOf(service.DataFolder, batch))
        {
            string copy = Path.Combine(_folder["restored"], Path.GetRelativePath(service.DataFolder, blob));
            Assert.Equal(await File.ReadAllBytesAsync(blob), await File.ReadAllBytesAsync(copy));
        }

        Assert.Equal([Path.GetFileName(_folder[name]), "restored"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
        Assert.Equal(1, await CountAsync(_folder["restored"], batch));
    }

    [Fact]
    public async Task Restore_NamesEveryDamagedAndMissingFile_AndLeavesNothing()
    {
        string backup = await BackupAsync(await BatchAsync());
        string[] blobs = Directory.GetFiles(Path.Combine(backup, "blobs"), "*", SearchOption.AllDirectories);
        string input = blobs.First(b => b.Contains("/in/", StringComparison.Ordinal));
        string result = blobs.First(b => b.Contains("/out/", StringComparison.Ordinal));
        string model = blobs.First(b => b.Contains("/models/", StringComparison.Ordinal));
        FlipAByte(input);
        FlipAByte(result);
        File.Delete(model);

        BackupFaultException fault = await Assert.ThrowsAsync<BackupFaultException>(() => RestoreAsync(backup, "restored"));

        Assert.Equal(3, fault.Message.Split('\n').Length);
        Assert.Contains($"Blob '{Path.GetRelativePath(Path.Combine(backup, "blobs"), input)}' is damaged", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"Blob '{Path.GetRelativePath(Path.Combine(backup, "blobs"), result)}' is damaged", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"Blob '{Path.GetRelativePath(Path.Combine(backup, "blobs"), model)}' is missing", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["restored"]));
    }

    [Fact]
    public async Task Restore_Fails_WhenTheDatabaseIsDamaged()
    {
        string backup = await BackupAsync(await BatchAsync());
        FlipAByte(Path.Combine(backup, "batches.db"));

        BackupFaultException fault = await Assert.ThrowsAsync<BackupFaultException>(() => RestoreAsync(backup, "restored"));

        Assert.StartsWith("The database is damaged", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_Fails_WhenTheFolderIsNotEmpty()
    {
        string backup = await BackupAsync(await BatchAsync());
        Directory.CreateDirectory(_folder["restored"]);
        await File.WriteAllTextAsync(Path.Combine(_folder["restored"], "mine"), "mine");

        await Assert.ThrowsAsync<BackupFaultException>(() => RestoreAsync(backup, "restored"));

        Assert.Equal("mine", Assert.Single(Directory.EnumerateFileSystemEntries(_folder["restored"]).Select(Path.GetFileName)));
    }

    [Fact]
    public async Task Restore_Fails_WhenTheFileIsCutShort()
    {
        await BatchAsync();
        string whole = _folder["whole.zip"];
        using (IFileSet target = BackupFile.Create(whole))
        using (var backup = new DataFolderBackup(service.DataFolder, Path.Combine(service.DataFolder, "blobs"), target)) await backup.RunAsync(CancellationToken.None);
        byte[] content = await File.ReadAllBytesAsync(whole);
        await File.WriteAllBytesAsync(_folder["cut.zip"], content[..(content.Length / 2)]);

        Assert.Throws<BackupFaultException>(() => BackupFile.Open(_folder["cut.zip"]));
        Assert.Equal(1, await RestoreCommand.Create().Parse(["--from", _folder["cut.zip"], "--data", _folder["restored"]]).InvokeAsync());
    }

    [Theory]
    [InlineData("out", true, "is damaged")]
    [InlineData("out", false, "is missing")]
    [InlineData("in", false, "is missing")]
    public async Task Backup_FailsAndLeavesNothing_WhenABlobIsDamagedOrMissing(string kind, bool flip, string what)
    {
        Guid batch = await BatchAsync();
        await RestoreAsync(await BackupAsync(batch), "data");
        string blob = BlobsOf(_folder["data"], batch).First(b => b.Contains($"/{kind}/", StringComparison.Ordinal));
        if (flip) FlipAByte(blob);
        else File.Delete(blob);
        string[] before = Directory.GetFileSystemEntries(_folder.Path);

        using IFileSet target = BackupFile.Create(_folder["second"]);
        using var backup = new DataFolderBackup(_folder["data"], _folder["data/blobs"], target);
        BackupFaultException fault = await Assert.ThrowsAsync<BackupFaultException>(() => backup.RunAsync(CancellationToken.None));
        target.Dispose();

        Assert.Contains($"Blob '{Path.GetRelativePath(_folder["data/blobs"], blob)}' {what}", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Backup_GoesOnWithANewerSnapshot_WhenABatchIsDeletedMeanwhile()
    {
        Guid kept = await BatchAsync();
        Guid deleted = await BatchAsync();
        await RestoreAsync(await BackupAsync(kept), "data");
        using (var target = new DeletingFileSet(BackupFile.Create(_folder["second"]), _folder["data"], deleted))
        using (var backup = new DataFolderBackup(_folder["data"], _folder["data/blobs"], target)) await backup.RunAsync(CancellationToken.None);

        await RestoreAsync(_folder["second"], "restored");

        Assert.Equal((1, 0), (await CountAsync(_folder["restored"], kept), await CountAsync(_folder["restored"], deleted)));
        Assert.NotEmpty(BlobsOf(_folder["restored"], kept));
    }

    [Fact]
    public async Task Backup_Fails_WhenThereIsNoDataFolderOrTheTargetIsTaken()
    {
        string[] none = ["--data", _folder["none"], "--out", _folder["a"]];
        string[] taken = ["--data", service.DataFolder, "--out", await BackupAsync(await BatchAsync())];

        Assert.Equal(1, await BackupCommand.Create().Parse(none).InvokeAsync());
        Assert.Equal(1, await BackupCommand.Create().Parse(taken).InvokeAsync());
    }

    public void Dispose() => _folder.Dispose();

    private static string[] BlobsOf(string data, Guid batch) =>
        Directory.GetFiles(Path.Combine(data, "blobs", batch.ToString("N")), "*", SearchOption.AllDirectories);

    private static void FlipAByte(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        content[content.Length / 2] ^= 1;
        File.WriteAllBytes(path, content);
    }

    private static async Task<long> CountAsync(string data, Guid batch)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "batches.db")};Mode=ReadOnly;Pooling=False");
        return await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM batches WHERE id = @id", new { id = batch.ToString("D") });
    }

    private async Task<Guid> BatchAsync()
    {
        JsonNode batch = await service.EndedAsync(Csv("text\n" + string.Concat(Enumerable.Repeat("The parcel came late\n", 50))));
        return (Guid)batch["id"]!;
    }

    /// <summary>Backs the running service up into a folder, and checks that a batch is in it.</summary>
    private async Task<string> BackupAsync(Guid batch)
    {
        using IFileSet target = BackupFile.Create(_folder["backup"]);
        using var backup = new DataFolderBackup(service.DataFolder, Path.Combine(service.DataFolder, "blobs"), target);
        await backup.RunAsync(CancellationToken.None);
        Assert.NotEmpty(BlobsOf(_folder["backup"], batch));
        return _folder["backup"];
    }

    private async Task RestoreAsync(string from, string to)
    {
        using IFileSet backup = BackupFile.Open(from);
        using var restore = new DataFolderRestore(backup, _folder[to]);
        await restore.RunAsync(CancellationToken.None);
    }
}
