using BatchProcessing.Server.Tests.Crash;
using BatchProcessing.Server.Tests.Postgres;
using BatchProcessing.Torture.Stores;
using Npgsql;

namespace BatchProcessing.Server.Tests.Upgrade;

/// <summary>As <see cref="QuartzDatabaseTests"/>, on PostgreSQL, where Quartz.NET had tables of its own with jobs in them.</summary>
[RequiresPostgres]
public sealed class QuartzPostgresTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_LosesNothing_OnADatabaseOfBefore()
    {
        QuartzDatabaseTests.Unpack("quartz-postgres.zip", _folder["blobs"]);
        string connection = await PostgresCluster.Shared.CreateSchemaAsync();
        string schema = new NpgsqlConnectionStringBuilder(connection).SearchPath!;
        await using var database = NpgsqlDataSource.Create(connection);
        string dump = await File.ReadAllTextAsync(_folder["blobs/dump.sql"]);
        await using (NpgsqlCommand restore = database.CreateCommand(dump.Replace("{schema}", schema, StringComparison.Ordinal)))
            await restore.ExecuteNonQueryAsync();
        Assert.Equal(15L, await TablesAsync(database));

        using ServiceProcess service = await ServiceProcess.StartAsync(
            _folder.Path,
            "--Storage:Provider=PostgreSql",
            $"--Storage:ConnectionString={connection}",
            $"--Storage:BlobFolder={_folder["blobs"]}",
            "--Jobs:SweepInterval=00:00:01");

        await QuartzDatabaseTests.CheckAsync(service);
        Assert.Equal(0L, await TablesAsync(database));
    }

    private static async Task<object?> TablesAsync(NpgsqlDataSource database)
    {
        await using NpgsqlCommand count = database.CreateCommand(
            "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'qrtz%'");
        return await count.ExecuteScalarAsync();
    }
}
