using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BatchProcessing.Torture.Stores;

/// <summary>The embedded store of the one node.</summary>
/// <param name="folder">The run's folder.</param>
internal sealed class SqliteUnderTest(string folder) : IStoreUnderTest
{
    private readonly string _data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;

    /// <inheritdoc/>
    public string BlobFolder => Path.Combine(_data, "blobs");

    /// <inheritdoc/>
    public IEnumerable<string> Settings(string nodeFolder) => [$"Storage:DataFolder={_data}"];

    /// <inheritdoc/>
    public async Task<DbConnection> OpenAsync()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(_data, "batches.db"),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    /// <inheritdoc/>
    public Task RestartAsync() => throw new NotSupportedException("SQLite lives and dies with its node.");

    /// <inheritdoc/>
    public async Task CheckAsync(DbConnection connection, Violations violations)
    {
        foreach (string finding in await connection.QueryAsync<string>("PRAGMA integrity_check"))
            violations.Require(finding == "ok", $"PRAGMA integrity_check: {finding}");
        int orphans = (await connection.QueryAsync("PRAGMA foreign_key_check")).Count();
        violations.Require(orphans == 0, $"PRAGMA foreign_key_check: {orphans} rows without their parent.");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
