using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Dapper;

namespace BatchProcessing.Server.Storage;

/// <summary>Brings a database to the newest schema: numbered scripts, each applied once, in one transaction each.</summary>
internal static class Migrations
{
    private const string Prefix = "BatchProcessing.Server.Storage.Migrations.";

    /// <summary>Applies what is missing.</summary>
    /// <exception cref="InvalidOperationException">The database is newer than this program.</exception>
    public static void Apply(DbConnection connection)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY)");
        HashSet<int> applied = [.. connection.Query<int>("SELECT version FROM schema_version")];
        (int Number, string Sql)[] scripts = [.. Scripts()];
        int newest = applied.Count == 0 ? 0 : applied.Max();
        if (newest > scripts[^1].Number)
            throw new InvalidOperationException($"The database has schema version {newest}, newer than this program's {scripts[^1].Number}.");
        foreach ((int number, string sql) in scripts.Where(s => !applied.Contains(s.Number)))
        {
            using DbTransaction transaction = connection.BeginTransaction();
            // Another process may have come first: the command line opens the database of a service as well.
            if (connection.ExecuteScalar<int>("SELECT COUNT(*) FROM schema_version WHERE version = @number", new { number }, transaction) > 0)
                continue;
            connection.Execute(sql, transaction: transaction);
            connection.Execute("INSERT INTO schema_version (version) VALUES (@number)", new { number }, transaction);
            transaction.Commit();
        }
    }

    private static IEnumerable<(int Number, string Sql)> Scripts()
    {
        Assembly assembly = typeof(Migrations).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (int.Parse(name.AsSpan(Prefix.Length, 3), CultureInfo.InvariantCulture), reader.ReadToEnd());
        }
    }
}
