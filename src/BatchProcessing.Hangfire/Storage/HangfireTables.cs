using Hangfire.PostgreSql;
using Npgsql;

namespace BatchProcessing.Hangfire.Storage;

/// <summary>Hangfire's tables in the database that all nodes share.</summary>
/// <param name="connectionString">Where the service's own tables are.</param>
public sealed class HangfireTables(string connectionString)
{
    /// <summary>Where the service's own tables are.</summary>
    public string ConnectionString { get; } = connectionString;

    /// <summary>
    /// The schema of the tables: <c>hangfire</c> beside <c>public</c>, as everywhere, and <c>NAME_hangfire</c> beside a
    /// schema that the connection's search path names, so that services which share a database do not share queues.
    /// </summary>
    public string Schema { get; } = SchemaBeside(new NpgsqlConnectionStringBuilder(connectionString).SearchPath);

    /// <summary>Whether a fault says that the tables are not there.</summary>
    public static bool AreMissing(Exception fault)
    {
        for (Exception? e = fault; e is not null; e = e.InnerException)
        {
            if (e is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName }) return true;
        }

        return false;
    }

    /// <summary>Makes what is missing. Nodes that start together wait for one another.</summary>
    public void Install()
    {
        using var connection = new NpgsqlConnection(ConnectionString);
        connection.Open();
        Execute(connection, "SELECT pg_advisory_lock(hashtext(@schema))");
        try
        {
            PostgreSqlObjectsInstaller.Install(connection, Schema);
        }
        finally
        {
            Execute(connection, "SELECT pg_advisory_unlock(hashtext(@schema))");
        }
    }

    private static string SchemaBeside(string? searchPath)
    {
        string own = (searchPath ?? "").Split(',')[0].Trim().Trim('"');
        return own is "" or "public" or "$user" ? "hangfire" : $"{own}_hangfire";
    }

    private void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("schema", Schema);
        command.ExecuteNonQuery();
    }
}
