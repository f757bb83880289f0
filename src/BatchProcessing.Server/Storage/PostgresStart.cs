using System.Diagnostics;
using Dapper;
using Npgsql;

namespace BatchProcessing.Server.Storage;

/// <summary>What a node does with the shared database before it uses it.</summary>
internal static class PostgresStart
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ConnectPause = TimeSpan.FromMilliseconds(250);

    // Any number that every node of this program takes, and nothing else in the database.
    private const long MigrationLock = 0x6261746368;

    /// <summary>Connects, and waits for a server that is still starting.</summary>
    /// <exception cref="InvalidOperationException">It cannot be reached, or refuses the login.</exception>
    public static async Task<NpgsqlConnection> ConnectAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await source.OpenConnectionAsync(cancellationToken);
            }
            catch (NpgsqlException e) when (!e.IsTransient || Stopwatch.GetElapsedTime(start) > ConnectLimit)
            {
                throw new InvalidOperationException($"PostgreSQL of Storage:ConnectionString cannot be used: {e.Message}", e);
            }
            catch (NpgsqlException)
            {
                await Task.Delay(ConnectPause, cancellationToken);
            }
        }
    }

    /// <summary>Checks that a commit is on the disk when it is answered, and that texts are UTF-8.</summary>
    /// <exception cref="InvalidOperationException">A setting of the server says otherwise.</exception>
    public static async Task CheckAsync(NpgsqlConnection connection)
    {
        await RequireAsync(connection, "fsync", v => v == "on", "on");
        await RequireAsync(connection, "synchronous_commit", v => v != "off", "other than off");
        await RequireAsync(connection, "server_encoding", v => v == "UTF8", "UTF8");
    }

    /// <summary>Brings the schema to the newest version; nodes that start together take turns.</summary>
    public static async Task MigrateAsync(NpgsqlConnection connection)
    {
        await connection.ExecuteAsync("SELECT pg_advisory_lock(@MigrationLock)", new { MigrationLock });
        try
        {
            Migrations.Apply(connection);
        }
        finally
        {
            await connection.ExecuteAsync("SELECT pg_advisory_unlock(@MigrationLock)", new { MigrationLock });
        }
    }

    private static async Task RequireAsync(NpgsqlConnection connection, string setting, Func<string, bool> isGood, string needed)
    {
        string value = await connection.ExecuteScalarAsync<string>($"SHOW {setting}") ?? "";
        if (!isGood(value)) throw new InvalidOperationException($"PostgreSQL runs with {setting} = {value}; {needed} is needed.");
    }
}
