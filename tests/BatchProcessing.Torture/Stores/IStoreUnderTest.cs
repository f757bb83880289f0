using System.Data.Common;

namespace BatchProcessing.Torture.Stores;

/// <summary>The database and the blobs that all nodes of a run share, seen from outside.</summary>
internal interface IStoreUnderTest : IAsyncDisposable
{
    /// <summary>The folder of all blobs.</summary>
    string BlobFolder { get; }

    /// <summary>The settings that put a node on this store.</summary>
    /// <param name="nodeFolder">The node's own folder.</param>
    IEnumerable<string> Settings(string nodeFolder);

    /// <summary>Opens a connection that only reads.</summary>
    Task<DbConnection> OpenAsync();

    /// <summary>Stops the database at once, as a crash would, and starts it again.</summary>
    Task RestartAsync();

    /// <summary>Asks the database itself whether it is sound.</summary>
    Task CheckAsync(DbConnection connection, Violations violations);
}
