using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BatchProcessing.Torture.Nodes;

/// <summary>One running server process on a free port of loopback.</summary>
internal sealed class ServerNode : IAsyncDisposable
{
    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly StreamWriter _log;

    private ServerNode(Process process, StreamWriter log, Uri address)
    {
        (_process, _log, Address) = (process, log, address);
        _process.OutputDataReceived += (_, line) => Log(line.Data);
        _process.ErrorDataReceived += (_, line) => Log(line.Data);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts the process; it is not ready yet.</summary>
    /// <param name="server">The server's assembly.</param>
    /// <param name="folder">Its working folder; gets the file <c>server.log</c>.</param>
    /// <param name="settings">Settings as <c>Section:Key=value</c>.</param>
    /// <param name="environment">Environment variables beside the inherited ones.</param>
    public static ServerNode Start(
        FileInfo server, string folder, IEnumerable<string> settings, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        IEnumerable<string> arguments = [server.FullName, $"--urls={address.GetLeftPart(UriPartial.Authority)}", .. settings.Select(s => $"--{s}")];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Lives are short: compile fast rather than well.
        start.Environment["DOTNET_TC_QuickJitForLoops"] = "1";
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        var log = new StreamWriter(Path.Combine(folder, "server.log"), append: true) { AutoFlush = true };
        var node = new ServerNode(new Process { StartInfo = start }, log, address);
        node._process.Start();
        node.Log(string.Create(CultureInfo.InvariantCulture, $"--- process {node._process.Id} at {address}"));
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        return node;
    }

    /// <summary>Waits until it answers as ready.</summary>
    /// <returns>False when it ended first, or was not ready in time.</returns>
    public async Task<bool> WaitUntilReadyAsync(TimeSpan limit)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = ProbeLimit };
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < limit && !HasExited)
        {
            if (await IsReadyAsync(http)) return true;
            await WaitForExitAsync(ReadyPoll);
        }

        return false;
    }

    /// <summary>Waits until it has ended, at most so long.</summary>
    /// <returns>Whether it has.</returns>
    public async Task<bool> WaitForExitAsync(TimeSpan limit)
    {
        if (limit <= TimeSpan.Zero) return HasExited;
        using var late = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(late.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return HasExited;
        }
    }

    /// <summary>Kills it without warning and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Freezes it for so long.</summary>
    public async Task FreezeAsync(TimeSpan time)
    {
        Signal.Send(_process.Id, Signal.Stop);
        await Task.Delay(time);
        Signal.Send(_process.Id, Signal.Continue);
    }

    /// <summary>Asks it to end and waits for it.</summary>
    /// <returns>False when it had not ended in time.</returns>
    public Task<bool> TerminateAsync(TimeSpan limit)
    {
        Signal.Send(_process.Id, Signal.Terminate);
        return WaitForExitAsync(limit);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!HasExited) await KillAsync();
        _process.Dispose();
        lock (_log) _log.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private void Log(string? line)
    {
        lock (_log)
        {
            if (line is not null && _log.BaseStream is { CanWrite: true }) _log.WriteLine(line);
        }
    }
}
