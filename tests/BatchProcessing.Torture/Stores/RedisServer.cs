using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BatchProcessing.Torture.Nodes;

namespace BatchProcessing.Torture.Stores;

/// <summary>
/// A Redis server of this process's own on a free port of the loopback interface. It keeps nothing on disk, and ends with
/// the process, however that ends.
/// </summary>
public sealed class RedisServer : IDisposable
{
    private const string Program = "redis-server";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    // Ends the server when its own input ends.
    private const string Script = """
        redis-server --port "$PORT" --bind 127.0.0.1 --save "" --appendonly no --daemonize no --loglevel warning >/dev/null 2>&1 &
        trap 'kill $! 2>/dev/null' EXIT
        read -r _
        """;

    private readonly int _port = LoopbackPort.Free();
    private Process _shell;

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It did not answer in time.</exception>
    public RedisServer() => _shell = Launch();

    /// <summary>Whether the program is installed.</summary>
    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>Where it is, in the form of <c>Jobs:RedisConnection</c>.</summary>
    public string Connection => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>Deletes all that is in it.</summary>
    public void Flush()
    {
        string answer = Ask("FLUSHALL");
        if (answer != "+OK") throw new InvalidOperationException($"Redis answered '{answer}' to FLUSHALL.");
    }

    /// <summary>Ends the server; what was in it is lost.</summary>
    public void Stop()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }

    /// <summary>Starts a stopped server, empty, on the same port.</summary>
    public void Start() => _shell = Launch();

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private Process Launch()
    {
        Process shell = Process.Start(new ProcessStartInfo("bash", ["-c", Script])
        {
            RedirectStandardInput = true,
            Environment = { ["PORT"] = _port.ToString(CultureInfo.InvariantCulture) },
        })!;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < StartLimit && !shell.HasExited; Thread.Sleep(20))
        {
            if (Answers()) return shell;
        }

        throw new InvalidOperationException($"Redis did not answer on port {_port}.");
    }

    private bool Answers()
    {
        try
        {
            return Ask("PING") == "+PONG";
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string Ask(string command)
    {
        using var client = new TcpClient();
        client.Connect(IPAddress.Loopback, _port);
        client.GetStream().Write(Encoding.ASCII.GetBytes(command + "\r\n"));
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        return reader.ReadLine() ?? "";
    }
}
