using BatchProcessing.Outages;
using Dapper;
using Npgsql;

namespace BatchProcessing.Server.Storage;

/// <summary>What a node does with the shared database before it uses it.</summary>
internal static class PostgresStart
{
    // Any number that every node of this program takes, and nothing else in the database.
    private const long MigrationLock = 0x6261746368;

    /// <summary>Checks the server and brings the schema to the newest version.</summary>
    /// <exception cref="OutageException">It cannot be reached, or ended the session.</exception>
    /// <exception cref="InvalidOperationException">It refuses the login or a statement, or is set up otherwise than needed.</exception>
    public static async Task<bool> PrepareAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await PostgresRetries.OnceAsync(async () =>
            {
                await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken);
                await CheckAsync(connection);
                await MigrateAsync(connection);
                return true;
            });
        }
        catch (NpgsqlException e)
        {
            throw new InvalidOperationException($"PostgreSQL of Storage:ConnectionString cannot be used: {e.Message}", e);
        }
    }

    // A commit is on the disk when it is answered, and texts are UTF-8.
    private static async Task CheckAsync(NpgsqlConnection connection)
    {
        await RequireAsync(connection, "fsync", v => v == "on", "on");
        await RequireAsync(connection, "synchronous_commit", v => v != "off", "other than off");
        await RequireAsync(connection, "server_encoding", v => v == "UTF8", "UTF8");
    }

    // Nodes that start together take turns.
    private static async Task MigrateAsync(NpgsqlConnection connection)
    {
        await connection.ExecuteAsync("SELECT pg_advisory_lock(@MigrationLock)", new { MigrationLock });
        Migrations.Apply(connection);
        await connection.ExecuteAsync("SELECT pg_advisory_unlock(@MigrationLock)", new { MigrationLock });
    }

    private static async Task RequireAsync(NpgsqlConnection connection, string setting, Func<string, bool> isGood, string needed)
    {
        string value = await connection.ExecuteScalarAsync<string>($"SHOW {setting}") ?? "";
        if (!isGood(value)) throw new InvalidOperationException($"PostgreSQL runs with {setting} = {value}; {needed} is needed.");
    }
}
