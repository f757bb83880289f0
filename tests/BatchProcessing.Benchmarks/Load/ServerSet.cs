using System.Globalization;
using BatchProcessing.Torture.Stores;

namespace BatchProcessing.Benchmarks.Load;

/// <summary>The servers of a run: one on an embedded database, or any number over one PostgreSQL server of the run's own.</summary>
internal sealed class ServerSet : IAsyncDisposable
{
    private readonly List<ServerProcess> _nodes = [];
    private readonly PostgresCluster? _cluster;

    private ServerSet(PostgresCluster? cluster) => _cluster = cluster;

    /// <summary>Where the nodes listen.</summary>
    public IReadOnlyList<Uri> Addresses => [.. _nodes.Select(n => n.Address)];

    /// <summary>From the start of the first process to its first 200 of /health/ready.</summary>
    public TimeSpan ColdStart => _nodes[0].ColdStart;

    /// <summary>Most resident memory of any node so far, in bytes.</summary>
    public long PeakMemory => _nodes.Max(n => n.PeakMemory);

    /// <summary>Processor time of all nodes so far; the database's is not in it.</summary>
    public TimeSpan ProcessorTime => _nodes.Aggregate(TimeSpan.Zero, (sum, n) => sum + n.ProcessorTime);

    /// <summary>Starts the database, when it is a server, and the nodes one after the other.</summary>
    public static async Task<ServerSet> StartAsync(ServerOptions options, string folder, CancellationToken cancellationToken)
    {
        var set = new ServerSet(options.Store == LoadStore.Postgres ? new PostgresCluster() : null);
        try
        {
            var shared = await set.SharedSettingsAsync(folder);
            for (var node = 1; node <= options.Nodes; node++)
            {
                var own = Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"node{node}")));
                set._nodes.Add(await ServerProcess.StartAsync(options.Server, own.FullName, shared, cancellationToken));
            }
        }
        catch
        {
            await set.DisposeAsync();
            throw;
        }

        return set;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        _cluster?.Dispose();
    }

    private async Task<Dictionary<string, string>> SharedSettingsAsync(string folder) => _cluster is null ? [] : new()
    {
        ["Storage__Provider"] = "PostgreSql",
        ["Storage__ConnectionString"] = await _cluster.CreateSchemaAsync(),
        ["Storage__BlobFolder"] = Path.Combine(folder, "blobs"),
    };
}
