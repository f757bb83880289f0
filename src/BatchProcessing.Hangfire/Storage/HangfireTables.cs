using System.Diagnostics;
using Hangfire.PostgreSql;
using Npgsql;

namespace BatchProcessing.Hangfire.Storage;

/// <summary>Hangfire's tables in the database that all nodes share, and this node's connections to them.</summary>
/// <param name="connectionString">Where the service's own tables are.</param>
public sealed class HangfireTables(string connectionString) : IConnectionFactory, IDisposable
{
    // Few statements, run again and again: the server plans each once a session, and sessions have nothing to reset.
    private const string Defaults = "Max Auto Prepare=100;No Reset On Close=true;Application Name=BatchProcessing.Hangfire;";

    // Made when it is used: what is wrong with the connection string is said by the options' own check.
    private readonly Lazy<NpgsqlDataSource> _source = new(() => SourceOf(Defaults + connectionString));
    private readonly Lock _installing = new();
    private volatile bool _areInstalled;

    /// <summary>
    /// The schema of the tables: <c>hangfire</c> beside <c>public</c>, as everywhere, and <c>NAME_hangfire</c> beside a
    /// schema that the connection's search path names, so that services which share a database do not share queues.
    /// </summary>
    public string Schema { get; } = SchemaBeside(new NpgsqlConnectionStringBuilder(connectionString).SearchPath);

    /// <summary>Whether the tables are there. Hangfire itself takes a missing one for a lock that somebody holds.</summary>
    public bool Exist()
    {
        using NpgsqlConnection connection = _source.Value.OpenConnection();
        using var command = new NpgsqlCommand("SELECT to_regclass(format('%I.job', @schema)) IS NOT NULL", connection);
        command.Parameters.AddWithValue("schema", Schema);
        return (bool)command.ExecuteScalar()!;
    }

    /// <summary>Makes what is missing before the first use: a batch may be uploaded before the lanes run.</summary>
    public void InstallOnce()
    {
        if (_areInstalled) return;
        lock (_installing)
        {
            if (!_areInstalled) Install();
            _areInstalled = true;
        }
    }

    /// <summary>Makes what is missing. Nodes that start together wait for one another.</summary>
    public void Install()
    {
        using NpgsqlConnection connection = _source.Value.OpenConnection();
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

    /// <inheritdoc/>
    public NpgsqlConnection GetOrCreateConnection() => _source.Value.CreateConnection();

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        if (_source.IsValueCreated) _source.Value.Dispose();
    }

    // Hangfire looks into its queues all the time: only what a trace asks for is part of one. The name stands in metrics.
    private static NpgsqlDataSource SourceOf(string connectionString) => new NpgsqlDataSourceBuilder(connectionString) { Name = "hangfire" }
        .ConfigureTracing(t => t.ConfigureCommandFilter(static _ => Activity.Current is not null).EnablePhysicalOpenTracing(false))
        .Build();

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
