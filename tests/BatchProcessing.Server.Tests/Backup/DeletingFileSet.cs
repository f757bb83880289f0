using BatchProcessing.Cli.Backup;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BatchProcessing.Server.Tests.Backup;

/// <summary>Deletes a batch from the data folder in the moment that the first file is written.</summary>
internal sealed class DeletingFileSet(IFileSet inner, string data, Guid batch) : IFileSet
{
    private bool _deleted;

    public Stream? OpenRead(string name) => inner.OpenRead(name);

    public async Task<FileDigest> WriteAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        if (!_deleted) await DeleteAsync();
        return await inner.WriteAsync(name, content, cancellationToken);
    }

    public void Complete() => inner.Complete();

    public void Dispose() => inner.Dispose();

    private async Task DeleteAsync()
    {
        _deleted = true;
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "batches.db")};Pooling=False;Foreign Keys=True");
        Assert.Equal(1, await connection.ExecuteAsync("DELETE FROM batches WHERE id = @id", new { id = batch.ToString("D") }));
        Directory.Delete(Path.Combine(data, "blobs", batch.ToString("N")), recursive: true);
    }
}
