using BatchProcessing.Server.Tests.Crash;
using BatchProcessing.Torture.Stores;
using Npgsql;

namespace BatchProcessing.Server.Tests.Postgres;

/// <summary>Nodes of one service: real processes over one schema and one blob folder, each with a data folder of its own.</summary>
internal sealed class NodeSet : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<ServiceProcess> _nodes = [];
    private readonly NpgsqlDataSource _database;
    private readonly string _connection;

    private NodeSet(PostgresCluster cluster, string connection)
    {
        Cluster = cluster;
        _connection = connection;
        _database = NpgsqlDataSource.Create(connection);
    }

    /// <summary>The database's server.</summary>
    public PostgresCluster Cluster { get; }

    private string[] Shared =>
    [
        "--Storage:Provider=PostgreSql",
        $"--Storage:ConnectionString={_connection}",
        $"--Storage:BlobFolder={_folder["blobs"]}",
        "--Chunks:LeaseTime=00:00:04",
        "--Chunks:Heartbeat=00:00:01",
        "--Jobs:SweepInterval=00:00:01",
    ];

    /// <summary>On the server that all tests share.</summary>
    public static async Task<NodeSet> CreateAsync() =>
        new(PostgresCluster.Shared, await PostgresCluster.Shared.CreateSchemaAsync());

    /// <summary>On a server of its own, which may be stopped.</summary>
    public static async Task<NodeSet> CreateAloneAsync()
    {
        var cluster = new PostgresCluster();
        return new NodeSet(cluster, await cluster.CreateSchemaAsync());
    }

    /// <summary>Starts another node; leases are short, so that a test need not wait long for one to expire.</summary>
    public async Task<ServiceProcess> StartAsync(params string[] settings)
    {
        ServiceProcess node = await ServiceProcess.StartAsync(NewDataFolder(), [.. Shared, .. settings]);
        lock (_nodes) _nodes.Add(node);
        return node;
    }

    /// <summary>Starts another node with further environment variables, and waits for nothing.</summary>
    public ServiceProcess Launch(IReadOnlyDictionary<string, string> environment, params string[] settings)
    {
        ServiceProcess node = ServiceProcess.Launch(NewDataFolder(), environment, [.. Shared, .. settings]);
        lock (_nodes) _nodes.Add(node);
        return node;
    }

    /// <summary>Runs SQL beside the nodes, which lock the same tables in an order of their own: a deadlock's victim tries again.</summary>
    public async Task ExecuteAsync(string sql)
    {
        for (int deadlocks = 0; ; deadlocks++)
        {
            try
            {
                await using NpgsqlCommand command = _database.CreateCommand(sql);
                await command.ExecuteNonQueryAsync();
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && deadlocks < 10)
            {
            }
        }
    }

    public async Task<T> ReadAsync<T>(string sql)
    {
        await using NpgsqlCommand command = _database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public void Dispose()
    {
        foreach (ServiceProcess node in _nodes) node.Dispose();
        _database.Dispose();
        _folder.Dispose();
        if (Cluster != PostgresCluster.Shared) Cluster.Dispose();
    }

    private string NewDataFolder() => Directory.CreateDirectory(_folder[Guid.NewGuid().ToString("N")]).FullName;
}
