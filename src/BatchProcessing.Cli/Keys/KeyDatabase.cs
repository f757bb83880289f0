using BatchProcessing.Server.Storage;
using BatchProcessing.Tenants;

namespace BatchProcessing.Cli.Keys;

/// <summary>The database of a service, opened beside it: running, stopped, or not started yet.</summary>
internal sealed class KeyDatabase : IAsyncDisposable
{
    private readonly IAsyncDisposable _database;

    private KeyDatabase(ISqlDatabase database)
    {
        _database = (IAsyncDisposable)database;
        Store = new SqlTenantStore(database);
    }

    /// <summary>Tenants and keys.</summary>
    public ITenantStore Store { get; }

    /// <summary>Opens it and brings it to the newest schema.</summary>
    /// <param name="dataFolder">The data folder of a service with the embedded store; made when missing.</param>
    /// <param name="connection">The PostgreSQL database of a service that has one, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">It is newer than this program, or cannot be used.</exception>
    /// <exception cref="IOException">It cannot be reached.</exception>
    public static async Task<KeyDatabase> OpenAsync(string dataFolder, string? connection, CancellationToken cancellationToken)
    {
        if (connection is null)
        {
            // Not prepared as the service does: that frees leases, whose owners may live.
            Directory.CreateDirectory(dataFolder);
            return new KeyDatabase(new SqliteDatabase(Path.Combine(dataFolder, DataFolder.DatabaseFile), TimeProvider.System));
        }

        var database = new PostgresDatabase(connection);
        await database.PrepareAsync(cancellationToken);
        return new KeyDatabase(database);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
