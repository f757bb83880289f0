using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using BatchProcessing.Torture.Nodes;

namespace BatchProcessing.Benchmarks.Load;

/// <summary>A server in a process of its own, with a data folder of its own, on a free port. Linux only: reads /proc.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>Clock ticks a second in /proc/[pid]/stat: USER_HZ, 100 on every Linux that .NET supports.</summary>
    private const double TicksPerSecond = 100;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(35);

    private readonly Process _process;
    private readonly StreamWriter _log;

    private ServerProcess(Process process, StreamWriter log, Uri address)
    {
        (_process, _log, Address) = (process, log, address);
        _process.OutputDataReceived += (_, line) => Log(line.Data);
        _process.ErrorDataReceived += (_, line) => Log(line.Data);
    }

    /// <summary>Where the server listens.</summary>
    public Uri Address { get; }

    /// <summary>From the start of the process to its first 200 of /health/ready.</summary>
    public TimeSpan ColdStart { get; private set; }

    /// <summary>Most resident memory so far, in bytes.</summary>
    public long PeakMemory => 1024 * long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(),
        CultureInfo.InvariantCulture);

    /// <summary>Processor time so far, user and system.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            // The second field is the program's name in parentheses and may hold blanks; utime and stime are 14th and 15th.
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            return TimeSpan.FromSeconds(ticks / TicksPerSecond);
        }
    }

    /// <summary>Starts the server and waits until it is ready.</summary>
    /// <param name="assembly">The server's assembly.</param>
    /// <param name="folder">Receives the data folder and the log.</param>
    /// <param name="environment">Settings beside the data folder, as environment variables.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">The server ended, or was not ready in a minute.</exception>
    public static async Task<ServerProcess> StartAsync(
        FileInfo assembly, string folder, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        var start = new ProcessStartInfo("dotnet", [assembly.FullName, "--urls", address.ToString().TrimEnd('/')])
        {
            WorkingDirectory = assembly.DirectoryName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["Storage__DataFolder"] = Path.Combine(folder, "data") },
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var log = new StreamWriter(Path.Combine(folder, "server.log")) { AutoFlush = true };
        var server = new ServerProcess(new Process { StartInfo = start }, log, address);
        var clock = Stopwatch.StartNew();
        server._process.Start();
        try
        {
            server._process.BeginOutputReadLine();
            server._process.BeginErrorReadLine();
            await server.WaitUntilReadyAsync(clock, cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>Kills the server as <c>kill -9</c> does.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>Asks the server to end, and kills it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal.Send(_process.Id, Signal.Terminate);
            using var timeout = new CancellationTokenSource(StopTimeout);
            try
            {
                await _process.WaitForExitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync();
            }
        }

        _process.Dispose();
        await _log.DisposeAsync();
    }

    private async Task WaitUntilReadyAsync(Stopwatch clock, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address };
        while (clock.Elapsed < StartTimeout && !_process.HasExited)
        {
            if (await IsReadyAsync(http, cancellationToken))
            {
                ColdStart = clock.Elapsed;
                return;
            }

            await Task.Delay(20, cancellationToken);
        }

        throw new InvalidOperationException($"The server was not ready after {clock.Elapsed.TotalSeconds:F0} s; see server.log.");
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync("/health/ready", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            return false;
        }
    }

    private void Log(string? line)
    {
        lock (_log)
        {
            if (line is not null)
                _log.WriteLine(line);
        }
    }
}
