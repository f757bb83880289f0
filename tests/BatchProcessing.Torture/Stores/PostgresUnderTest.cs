using System.Data.Common;
using Npgsql;

namespace BatchProcessing.Torture.Stores;

/// <summary>A PostgreSQL server of the run's own, and a blob folder that all nodes share.</summary>
internal sealed class PostgresUnderTest : IStoreUnderTest
{
    private readonly PostgresCluster _cluster;
    private readonly string _connectionString;

    private PostgresUnderTest(string folder, PostgresCluster cluster, string connectionString)
    {
        (_cluster, _connectionString) = (cluster, connectionString);
        BlobFolder = Directory.CreateDirectory(Path.Combine(folder, "blobs")).FullName;
    }

    /// <inheritdoc/>
    public string BlobFolder { get; }

    /// <summary>Starts the server.</summary>
    /// <param name="folder">The run's folder.</param>
    public static async Task<PostgresUnderTest> StartAsync(string folder)
    {
        var cluster = new PostgresCluster();
        return new PostgresUnderTest(folder, cluster, await cluster.CreateSchemaAsync());
    }

    /// <inheritdoc/>
    public IEnumerable<string> Settings(string nodeFolder) =>
    [
        "Storage:Provider=PostgreSql",
        $"Storage:ConnectionString={_connectionString}",
        $"Storage:BlobFolder={BlobFolder}",
        $"Storage:DataFolder={Path.Combine(nodeFolder, "data")}",
    ];

    /// <inheritdoc/>
    public async Task<DbConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection($"{_connectionString};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <inheritdoc/>
    public Task RestartAsync() => Task.Run(_cluster.Crash);

    // The server checks what it reads as it reads it.
    /// <inheritdoc/>
    public Task CheckAsync(DbConnection connection, Violations violations) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _cluster.Dispose();
        return ValueTask.CompletedTask;
    }
}
