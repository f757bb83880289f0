using System.Security.Cryptography;
using BatchProcessing.Cli.Backup;
using Dapper;
using Microsoft.Data.Sqlite;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Backup;

/// <summary>Backups whose database was made by somebody who wants files written elsewhere.</summary>
public sealed class HostileBackupTests(ServiceHost service) : IClassFixture<ServiceHost>, IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("../../../../pwn/evil.txt", "pwn/evil.txt")]
    [InlineData("../../../evil.txt", "evil.txt")]
    [InlineData("aa/../../../../../evil.txt", "evil.txt")]
    public async Task Restore_WritesNothingOutside_WhenAChecksumIsAPath(string checksum, string outside)
    {
        string model = await HostileAsync($"checksum = '{checksum}'");
        string file = Path.Combine(_folder["backup"], "blobs", "models", model, checksum);
        Directory.CreateDirectory(Path.Combine(_folder["backup"], "blobs", "models", model, "aa"));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        await File.WriteAllTextAsync(file, "evil");
        await File.AppendAllTextAsync(_folder["backup/SHA256SUMS"], $"{Convert.ToHexStringLower(SHA256.HashData("evil"u8))}  blobs/models/{model}/{checksum}\n");

        BackupFaultException fault = await Assert.ThrowsAsync<BackupFaultException>(RestoreAsync);

        Assert.Contains($"'{checksum}'", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["deep/er/restored"]));
        Assert.False(File.Exists(Path.Combine(_folder["deep/er"], outside)));
    }

    [Theory]
    [InlineData("checksum = '0123'")]
    [InlineData("checksum = 'owner/0123456789abcdef0123456789abcdef0123456789abcdef0123456789'")]
    [InlineData("data_parts = 'many'")]
    [InlineData("data_parts = '-1'")]
    public async Task Restore_RefusesADatabase_WhenAModelSaysWhatCannotBe(string change)
    {
        await HostileAsync(change);

        await Assert.ThrowsAsync<BackupFaultException>(RestoreAsync);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["deep/er/restored"]));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("blobs/../../outside")]
    [InlineData("/tmp/outside")]
    public async Task FileSet_WritesAndReadsNothing_WhenTheNameLeavesItsFolder(string name)
    {
        using var files = new FolderFileSet(_folder["set"]);

        await Assert.ThrowsAsync<BackupFaultException>(() => files.WriteAsync(name, new MemoryStream([1]), CancellationToken.None));
        Assert.Throws<BackupFaultException>(() => files.OpenRead(name));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Backs the service up and changes its first ready model, with a checksum that fits the changed database.</summary>
    /// <returns>The folder of the model's blobs.</returns>
    private async Task<string> HostileAsync(string change)
    {
        await service.EndedAsync(Csv("text\nThe parcel came late\n"));
        using (IFileSet target = BackupFile.Create(_folder["backup"]))
        using (var backup = new DataFolderBackup(service.DataFolder, Path.Combine(service.DataFolder, "blobs"), target)) await backup.RunAsync(CancellationToken.None);
        string database = _folder["backup/batches.db"];
        string model;
        await using (var connection = new SqliteConnection($"Data Source={database};Pooling=False"))
        {
            model = (await connection.ExecuteScalarAsync<string>("SELECT id FROM models WHERE state = 'ready' ORDER BY id LIMIT 1"))!;
            await connection.ExecuteAsync("PRAGMA journal_mode = DELETE");
            await connection.ExecuteAsync($"UPDATE models SET {change} WHERE id = '{model}'");
        }

        string sum = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(database)));
        await File.AppendAllTextAsync(_folder["backup/SHA256SUMS"], $"{sum}  batches.db\n");
        return Guid.Parse(model).ToString("N");
    }

    private async Task RestoreAsync()
    {
        using IFileSet backup = BackupFile.Open(_folder["backup"]);
        using var restore = new DataFolderRestore(backup, _folder["deep/er/restored"]);
        await restore.RunAsync(CancellationToken.None);
    }
}
