using System.Data.Common;
using BatchProcessing.Torture.Client;
using BatchProcessing.Torture.Stores;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace BatchProcessing.Torture.Checks;

/// <summary>What the database says of itself, of every promise, and of the sums that must agree in every batch.</summary>
internal sealed class StoreCheck(IStoreUnderTest store, Violations violations)
{
    // The last one that makes a table that the rules read.
    private const int LastScript = 9;

    /// <summary>Batches in the database, as of the check at rest.</summary>
    public int Batches { get; private set; }

    /// <summary>Checks what must hold at any moment.</summary>
    public async Task RunAlwaysAsync(string moment)
    {
        try
        {
            await using DbConnection connection = await store.OpenAsync();
            if (await IsWholeAsync(connection)) await ApplyAsync(connection, StoreRule.Always, moment);
        }
        catch (DbException e) when (e.IsTransient || IsUnmade(e))
        {
            // The database is being restarted, or no node lived long enough to make it; the next moment is as good.
        }
    }

    private static bool IsUnmade(DbException e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } => true,
        SqliteException { SqliteErrorCode: raw.SQLITE_CANTOPEN } => true,
        SqliteException { SqliteErrorCode: raw.SQLITE_ERROR } => e.Message.Contains("no such table", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Checks the whole database at rest.</summary>
    public async Task RunAtRestAsync(IReadOnlyList<AcceptedBatch> accepted)
    {
        await using DbConnection connection = await store.OpenAsync();
        await store.CheckAsync(connection, violations);
        HashSet<Guid> known = [.. (await connection.QueryAsync<string>("SELECT id FROM batches")).Select(Guid.Parse)];
        Batches = known.Count;
        foreach (AcceptedBatch batch in accepted)
            violations.Require(known.Contains(batch.BatchId), $"Batch {batch.BatchId} (upload {batch.Number}): accepted, and is not in the database.");
        await ApplyAsync(connection, [.. StoreRule.Always, .. StoreRule.AtRest], "at rest");
    }

    // The first nodes may die while they make the tables.
    private static async Task<bool> IsWholeAsync(DbConnection connection) =>
        await connection.ExecuteScalarAsync<long>("SELECT COALESCE(MAX(version), 0) FROM schema_version") >= LastScript;

    private async Task ApplyAsync(DbConnection connection, IEnumerable<StoreRule> rules, string moment)
    {
        foreach (StoreRule rule in rules)
        {
            foreach ((string id, string found) in await connection.QueryAsync<(string, string)>(rule.Sql))
                violations.Add($"Batch {id}, {moment}: {rule.What} {found}.");
        }
    }
}
