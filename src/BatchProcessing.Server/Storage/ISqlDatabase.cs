using System.Data.Common;

namespace BatchProcessing.Server.Storage;

/// <summary>A database the batch store can stand on: what differs between them is here.</summary>
public interface ISqlDatabase
{
    /// <summary>Appended to the claim's inner select, so that two nodes never wait for the same chunk.</summary>
    string SkipLocked { get; }

    /// <summary>Appended to a select inside a write, so that the row stays as it was read.</summary>
    string ForUpdate { get; }

    /// <summary>Milliseconds since 1970 on the clock that leases are compared with.</summary>
    ValueTask<long> NowAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Runs work that only reads, on a connection of its own.</summary>
    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Runs work in one transaction that is durable when the task ends.</summary>
    Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellationToken);
}
