using System.Data.Common;

namespace BatchProcessing.Server.Storage;

/// <summary>A database the stores can stand on. Their SQL is the same on all; what differs between them is here.</summary>
public interface ISqlDatabase
{
    /// <summary>Appended to the selects of a claim, so that two workers never wait for the same row; empty where one writes at a time.</summary>
    string SkipLocked { get; }

    /// <summary>
    /// Appended to a select inside a write, so that the row stays as it was read. Others may write rows that refer to it.
    /// </summary>
    string ForUpdate { get; }

    /// <summary>Appended to a select inside a write that deletes the row: nobody may begin to refer to it.</summary>
    string ForDelete { get; }

    /// <summary>The SQL of a text in lower case, in every alphabet.</summary>
    /// <param name="column">The text's column.</param>
    string Lower(string column);

    /// <summary>
    /// Made ready at start, before anything reads or writes: the newest schema, durable commits, and nothing held by
    /// processes that are known to be dead.
    /// </summary>
    /// <exception cref="InvalidOperationException">It cannot be reached or is not as durable as the service promises.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Makes a transaction wait for all others that hold the lock of the same name, until their end.</summary>
    Task LockAsync(DbTransaction transaction, string name, CancellationToken cancellationToken);

    /// <summary>The SQL of that time: the server's clock, or the parameter <c>@injected</c>.</summary>
    string Now { get; }

    /// <summary>The time of the injected clock, for <see cref="Now"/>; null where the server's clock is asked.</summary>
    long? InjectedNow { get; }

    /// <summary>Milliseconds since 1970 on the clock that leases are compared with.</summary>
    ValueTask<long> NowAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Runs work that only reads, on a connection of its own. It may run again when the database was away.</summary>
    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>
    /// Runs work in one transaction that is durable when the task ends. The work may run again, in a new transaction,
    /// when the first one was rolled back for a reason that passes.
    /// </summary>
    Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellationToken);
}
