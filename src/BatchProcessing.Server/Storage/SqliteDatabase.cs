using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BatchProcessing.Server.Storage;

/// <summary>One SQLite file: write-ahead log, every commit flushed, one writer at a time, any number of readers.</summary>
public sealed class SqliteDatabase : ISqlDatabase, IAsyncDisposable
{
    private readonly string _connectionString;
    private readonly TimeProvider _clock;
    private readonly SqliteConnection _writer;
    private readonly SemaphoreSlim _writing = new(1);

    // Open, with all that is set on a connection: setting it anew takes as long as a small question.
    private readonly ConcurrentBag<SqliteConnection> _readers = [];
    private int _disposed;

    /// <summary>Opens the file, migrates it and checks that commits are durable.</summary>
    /// <param name="path">The database file; made when missing.</param>
    /// <param name="clock">The clock that leases are compared with.</param>
    /// <exception cref="InvalidOperationException">The file system does not support the durability that is asked for.</exception>
    public SqliteDatabase(string path, TimeProvider clock)
    {
        _clock = clock;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30 }.ToString();
        _writer = Open();
        string mode = _writer.ExecuteScalar<string>("PRAGMA journal_mode = WAL") ?? "";
        _writer.Execute("PRAGMA synchronous = FULL");
        long synchronous = _writer.ExecuteScalar<long>("PRAGMA synchronous");
        if (mode != "wal" || synchronous != 2)
            throw new InvalidOperationException($"SQLite at '{path}' runs with journal mode '{mode}', synchronous {synchronous}; WAL and FULL (2) are needed.");
        Migrations.Apply(_writer);
    }

    /// <inheritdoc/>
    public string SkipLocked => "";

    /// <inheritdoc/>
    public string ForUpdate => "";

    /// <inheritdoc/>
    public string ForDelete => "";

    /// <inheritdoc/>
    public string Now => "@injected";

    /// <inheritdoc/>
    public long? InjectedNow => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    // SQLite's own function knows ASCII only; Open() registers one that knows the rest.
    /// <inheritdoc/>
    public string Lower(string column) => $"LOWER({column})";

    /// <inheritdoc/>
    public Task LockAsync(DbTransaction transaction, string name, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<long> NowAsync(DbConnection connection, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <inheritdoc/>
    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            if (!_readers.TryTake(out SqliteConnection? reader)) reader = Open();
            T result;
            try
            {
                result = await work(reader);
            }
            catch
            {
                await reader.DisposeAsync();
                throw;
            }

            Keep(reader);
            return result;
        }
        catch (SqliteException e) when (SqliteFault.OutageOf(e) is { } outage)
        {
            throw outage;
        }
    }

    /// <inheritdoc/>
    public async Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            // Not deferred: BEGIN IMMEDIATE, so that a transaction never fails half-way for want of the write lock.
            await using SqliteTransaction transaction = _writer.BeginTransaction(deferred: false);
            T result = await work(transaction);
            transaction.Commit();
            return result;
        }
        catch (SqliteException e) when (SqliteFault.OutageOf(e) is { } outage)
        {
            throw outage;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>
    /// Expires every lease and reservation: the lock on the data folder says that their owners are dead, so there is no
    /// need to wait for the times to pass.
    /// </summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => WriteAsync(
        t => t.Connection!.ExecuteAsync(
            """
            UPDATE chunks SET lease_until = 0 WHERE state = 'running';
            UPDATE batches SET finalize_until = NULL WHERE finalize_until IS NOT NULL;
            UPDATE uploads SET reserved_until = 0;
            UPDATE idempotency_keys SET lease_until = 0 WHERE lease_until IS NOT NULL;
            UPDATE models SET lease_until = 0 WHERE state = 'training';
            UPDATE deliveries SET lease_until = 0 WHERE lease_until IS NOT NULL;
            """,
            transaction: t),
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Registered under two types, so the container disposes it twice.
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _writing.WaitAsync();
        await _writer.DisposeAsync();
        while (_readers.TryTake(out SqliteConnection? reader)) await reader.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _writing.Dispose();
    }

    private void Keep(SqliteConnection reader)
    {
        _readers.Add(reader);
        if (Volatile.Read(ref _disposed) != 0 && _readers.TryTake(out SqliteConnection? late)) late.Dispose();
    }

    private PreparedSqliteConnection Open()
    {
        var connection = new PreparedSqliteConnection(_connectionString);
        connection.Open();
        connection.Execute("PRAGMA foreign_keys = ON");
        connection.CreateFunction("lower", (string? text) => text?.ToLowerInvariant(), isDeterministic: true);
        return connection;
    }
}
