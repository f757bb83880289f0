using System.Data.Common;
using BatchProcessing.Outages;
using BatchProcessing.Server.Storage;

namespace BatchProcessing.Server.Tests.Batches;

/// <summary>A real database whose connection a test breaks: before a write, or between its commit and the answer.</summary>
internal sealed class InterruptedDatabase(ISqlDatabase database) : ISqlDatabase
{
    /// <summary>Whether the next write is committed but not answered.</summary>
    public bool LosesNextAnswer { get; set; }

    /// <summary>How many writes from now on, or after the lost answer, do not reach the database.</summary>
    public int Unreached { get; set; }

    public string SkipLocked => database.SkipLocked;

    public string ForUpdate => database.ForUpdate;

    public string ForDelete => database.ForDelete;

    public string Now => database.Now;

    public long? InjectedNow => database.InjectedNow;

    public string Lower(string column) => database.Lower(column);

    public Task PrepareAsync(CancellationToken cancellationToken) => database.PrepareAsync(cancellationToken);

    public Task LockAsync(DbTransaction transaction, string name, CancellationToken cancellationToken) =>
        database.LockAsync(transaction, name, cancellationToken);

    public ValueTask<long> NowAsync(DbConnection connection, CancellationToken cancellationToken) =>
        database.NowAsync(connection, cancellationToken);

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) =>
        database.ReadAsync(work, cancellationToken);

    public async Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        if (LosesNextAnswer)
        {
            LosesNextAnswer = false;
            await database.WriteAsync(work, cancellationToken);
            throw Broken();
        }

        if (Unreached == 0) return await database.WriteAsync(work, cancellationToken);
        Unreached--;
        throw Broken();
    }

    private static OutageException Broken() => new(OutageKind.DatabaseAway, "The connection broke.");
}
