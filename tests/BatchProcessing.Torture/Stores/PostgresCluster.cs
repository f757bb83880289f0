using System.Diagnostics;
using System.Globalization;
using BatchProcessing.Torture.Nodes;

namespace BatchProcessing.Torture.Stores;

/// <summary>
/// A PostgreSQL server of this process's own: a new cluster in a temporary folder, on a free port of the loopback
/// interface. It ends with the process, however that ends, and its folder goes with it.
/// </summary>
public sealed class PostgresCluster : IDisposable
{
    // Runs as the server's user. Reads orders from its input, so that it ends when the process that started it does.
    private const string Script = """
        set -e
        dir=$(mktemp -d /tmp/batchprocessing-pg.XXXXXX)
        cd "$dir"
        trap 'kill -QUIT $(head -1 data/postmaster.pid) 2>/dev/null || true; rm -rf "$dir"' EXIT
        "$BIN/initdb" -D data -U postgres -A trust -E UTF8 --locale=C >log 2>&1 || { cat log; exit 1; }
        printf "port=%s\nlisten_addresses='127.0.0.1'\nunix_socket_directories=''\nmax_connections=200\n" "$PORT" >>data/postgresql.conf
        "$BIN/pg_ctl" -D data -l log -w start >/dev/null || { cat log; exit 1; }
        echo ready
        while read -r order; do
            "$BIN/pg_ctl" -D data -l log -w $order >/dev/null || { cat log; exit 1; }
            echo ready
        done
        """;

    private static readonly Lazy<PostgresCluster> SharedCluster = new(() => new PostgresCluster());

    private readonly Process _shell;
    private readonly int _port = LoopbackPort.Free();
    private int _schemas;

    /// <summary>Starts a cluster and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">The server did not start; the message is its log.</exception>
    public PostgresCluster()
    {
        _shell = Process.Start(StartInfo(_port))!;
        WaitUntilReady();
    }

    /// <summary>The folder of PostgreSQL's programs; null when they are not installed.</summary>
    public static string? Binaries { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql")
            .Select(d => Path.Combine(d, "bin"))
            .LastOrDefault(d => File.Exists(Path.Combine(d, "initdb")))
        : null;

    /// <summary>One for all tests that leave the server running; started by the first of them.</summary>
    public static PostgresCluster Shared => SharedCluster.Value;

    /// <summary>Makes a schema of its own, for one test or one run.</summary>
    /// <returns>A connection string whose tables are in that schema.</returns>
    public async Task<string> CreateSchemaAsync()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"schema_{Interlocked.Increment(ref _schemas)}");
        string server = $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres";
        await using var source = Npgsql.NpgsqlDataSource.Create(server);
        await using Npgsql.NpgsqlCommand create = source.CreateCommand($"CREATE SCHEMA {name}");
        await create.ExecuteNonQueryAsync();
        return $"{server};Search Path={name}";
    }

    /// <summary>Restarts the server as after a crash: sessions break off, and it recovers from its log.</summary>
    public void Crash() => Order("restart -m immediate");

    /// <summary>Stops the server as a crash does.</summary>
    public void Stop() => Order("stop -m immediate");

    /// <summary>Starts a stopped server.</summary>
    public void Start() => Order("start");

    /// <inheritdoc/>
    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }

    private void Order(string order)
    {
        _shell.StandardInput.WriteLine(order);
        WaitUntilReady();
    }

    private void WaitUntilReady()
    {
        if (_shell.StandardOutput.ReadLine() is not { } line) throw new InvalidOperationException("PostgreSQL's shell ended.");
        if (line != "ready") throw new InvalidOperationException($"PostgreSQL did not start: {line}\n{_shell.StandardOutput.ReadToEnd()}");
    }

    // The server refuses to run as root: then as nobody.
    private static ProcessStartInfo StartInfo(int port)
    {
        string[] command = ["sh", "-c", Script];
        if (Environment.UserName == "root") command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--", .. command];
        return new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["BIN"] = Binaries, ["PORT"] = port.ToString(CultureInfo.InvariantCulture) },
        };
    }
}
