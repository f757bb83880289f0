using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using BatchProcessing.Torture.Nodes;

namespace BatchProcessing.Server.Tests.Crash;

/// <summary>The real service as a process of its own, to be killed.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _output = [];

    private ServiceProcess(string dataFolder, int port, string[] settings, IReadOnlyDictionary<string, string>? environment)
    {
        ProcessStartInfo start = StartInfo(dataFolder, [$"--urls=http://127.0.0.1:{port}", .. settings], environment);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Remember(line.Data);
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public HttpClient Client { get; }

    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_output) return string.Join('\n', _output);
        }
    }

    /// <summary>How the service is started on a data folder.</summary>
    public static ProcessStartInfo StartInfo(
        string dataFolder, string[] settings, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = dataFolder,
        };
        start.Environment["Storage__DataFolder"] = dataFolder;
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return start;
    }

    /// <summary>Starts the service on a free port and waits until it is ready.</summary>
    public static Task<ServiceProcess> StartAsync(string dataFolder, params string[] settings) =>
        StartAsync(dataFolder, new Dictionary<string, string>(), settings);

    /// <summary>Starts the service with further environment variables.</summary>
    public static async Task<ServiceProcess> StartAsync(
        string dataFolder, IReadOnlyDictionary<string, string> environment, params string[] settings)
    {
        ServiceProcess service = Launch(dataFolder, environment, settings);
        if (await service.BecomesReadyAsync()) return service;
        string output = service.Output;
        service.Dispose();
        throw new InvalidOperationException($"The service did not become ready:\n{output}");
    }

    /// <summary>Starts the service and waits for nothing.</summary>
    public static ServiceProcess Launch(
        string dataFolder, IReadOnlyDictionary<string, string> environment, params string[] settings) =>
        new(dataFolder, LoopbackPort.Free(), settings, environment);

    /// <summary>Waits until the service is ready; false when it ends before.</summary>
    public async Task<bool> BecomesReadyAsync()
    {
        var limit = Stopwatch.StartNew();
        while (!await IsReadyAsync())
        {
            if (_process.HasExited || limit.Elapsed > StartLimit) return false;
            await Task.Delay(50);
        }

        return true;
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM: asks the service to stop, and waits until it has.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        Assert.True(Signal.Send(_process.Id, Signal.Terminate));
        using var late = new CancellationTokenSource(limit);
        await _process.WaitForExitAsync(late.Token);
    }

    /// <summary>SIGSTOP: nothing of the process runs until <see cref="Thaw"/>.</summary>
    public void Freeze() => Assert.True(Signal.Send(_process.Id, Signal.Stop));

    /// <summary>SIGCONT: the process goes on where it was.</summary>
    public void Thaw() => Assert.True(Signal.Send(_process.Id, Signal.Continue));

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await Client.GetStringAsync(new Uri(path, UriKind.Relative)))!;

    /// <summary>Uploads JSON Lines and gives the batch's id.</summary>
    public async Task<string> UploadAsync(string lines, string query = "")
    {
        using var body = new StringContent(lines, new MediaTypeHeaderValue("application/x-ndjson"));
        using HttpResponseMessage response = await Client.PostAsync(new Uri($"/api/documents/bulk-upload{query}", UriKind.Relative), body);
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        return (string)JsonNode.Parse(answer)!["batchId"]!;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Client.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using HttpResponseMessage response = await Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            return false;
        }
    }

    private void Remember(string? line)
    {
        lock (_output)
        {
            if (line is not null) _output.Add(line);
        }
    }
}
