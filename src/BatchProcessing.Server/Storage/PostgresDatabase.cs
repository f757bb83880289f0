using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Dapper;
using Npgsql;

namespace BatchProcessing.Server.Storage;

/// <summary>A PostgreSQL database that any number of nodes share; its clock is the one that leases are compared with.</summary>
public sealed class PostgresDatabase : ISqlDatabase, IAsyncDisposable
{
    // A frozen node's transaction must not hold the others up: the server ends its session, which rolls it back.
    private const string SessionSettings = "-c idle_in_transaction_session_timeout=10s";

    // Few statements, run again and again: the server plans each once a session, and sessions have nothing to reset.
    private const string Defaults = "Max Auto Prepare=100;No Reset On Close=true;Application Name=BatchProcessing;";

    private const string ServerTime = "FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT";

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider? _clock;
    private readonly PostgresRetries _retries;

    /// <summary>Names the database; nothing is opened before <see cref="PrepareAsync"/>.</summary>
    /// <param name="connectionString">Npgsql's connection string; <c>Search Path</c> chooses another schema than <c>public</c>.</param>
    public PostgresDatabase(string connectionString)
        : this(connectionString, clock: null)
    {
    }

    /// <summary>With a clock in the place of the server's: for tests that move the time by hand.</summary>
    internal PostgresDatabase(string connectionString, TimeProvider? clock)
    {
        var settings = new NpgsqlConnectionStringBuilder(Defaults + connectionString);
        settings.Options = $"{SessionSettings} {settings.Options}".TrimEnd();
        _source = SourceOf(settings);
        _clock = clock;
        _retries = new PostgresRetries(_source.Clear);
    }

    /// <inheritdoc/>
    public string SkipLocked => $"{ForUpdate} SKIP LOCKED";

    // A successor that is sealed holds FOR KEY SHARE on its predecessor, which workers must not wait for.
    /// <inheritdoc/>
    public string ForUpdate => "FOR NO KEY UPDATE";

    /// <inheritdoc/>
    public string ForDelete => "FOR UPDATE";

    /// <inheritdoc/>
    public string Now => _clock is null ? ServerTime : "@injected";

    /// <inheritdoc/>
    public long? InjectedNow => _clock?.GetUtcNow().ToUnixTimeMilliseconds();

    // In a database of the locale C, LOWER knows ASCII only.
    /// <inheritdoc/>
    public string Lower(string column) => $"LOWER({column} COLLATE \"und-x-icu\")";

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken) => PostgresStart.PrepareAsync(_source, cancellationToken);

    /// <inheritdoc/>
    public Task LockAsync(DbTransaction transaction, string name, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtextextended(@name, 0))", new { name }, transaction);

    /// <inheritdoc/>
    public async ValueTask<long> NowAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (InjectedNow is { } injected) return injected;
        await using DbCommand now = connection.CreateCommand();
        now.CommandText = $"SELECT {ServerTime}";
        return Convert.ToInt64(await now.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) => _retries.RunAsync(
        async () =>
        {
            await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken);
            return await work(connection);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        await using Attempt<T> attempt = await _retries.RunAsync(() => AttemptAsync(work, cancellationToken), cancellationToken);
        // When the answer of a commit is lost, nobody knows whether it was done. The guards of the stores do.
        return await PostgresRetries.OnceAsync(attempt.CommitAsync);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    // What the service does by itself, again and again, is part of no trace. The name stands in metrics, in the place of the host's.
    private static NpgsqlDataSource SourceOf(NpgsqlConnectionStringBuilder settings) =>
        new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "batchprocessing" }
            .ConfigureTracing(t => t.ConfigureCommandFilter(static _ => Activity.Current is not null).EnablePhysicalOpenTracing(false))
            .Build();

    private async Task<Attempt<T>> AttemptAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken);
        try
        {
            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
            return new Attempt<T>(connection, transaction, await work(transaction));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>A transaction whose work is done and that waits for its commit.</summary>
    private sealed record Attempt<T>(NpgsqlConnection Connection, NpgsqlTransaction Transaction, T Result) : IAsyncDisposable
    {
        public async Task<T> CommitAsync()
        {
            await Transaction.CommitAsync(CancellationToken.None);
            return Result;
        }

        public async ValueTask DisposeAsync()
        {
            await Transaction.DisposeAsync();
            await Connection.DisposeAsync();
        }
    }
}
