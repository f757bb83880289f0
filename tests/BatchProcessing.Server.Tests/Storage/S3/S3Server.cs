using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using BatchProcessing.Server.Storage.S3;

namespace BatchProcessing.Server.Tests.Storage.S3;

/// <summary>A real S3 server on loopback with an empty bucket, for as long as the tests of a class run.</summary>
public abstract class S3Server : IAsyncLifetime
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("batchprocessing-s3-").FullName;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly string _overwrites;
    private Process? _process;

    protected S3Server(bool refusesOverwrites) => _overwrites = refusesOverwrites ? "refuse" : "allow";

    public S3Options Options { get; } = new()
    {
        Bucket = "blobs",
        PathStyle = true,
        AccessKey = "S3RVER",
        SecretKey = "S3RVER",
    };

    public async Task InitializeAsync()
    {
        if (S3Package.Missing is not null) return; // the tests are skipped, their fixture is made all the same
        string script = Path.Combine(AppContext.BaseDirectory, "s3-server.js");
        // s3rver makes the tokens of its lists with DES, which newer OpenSSL counts as legacy.
        _process = Process.Start(new ProcessStartInfo("node", ["--openssl-legacy-provider", script, S3Package.Folder, _folder, _overwrites])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        _process.OutputDataReceived += (_, line) => _lines.Writer.TryWrite(line.Data ?? "The S3 server has ended.");
        _process.BeginOutputReadLine();
        int port = int.Parse(await LineAsync(), CultureInfo.InvariantCulture);
        Options.ServiceUrl = $"http://127.0.0.1:{port}";
    }

    /// <summary>Answers the next requests for objects whose key contains a text with an error of S3.</summary>
    public async Task FailAsync(HttpMethod method, string part, int times, string code)
    {
        await _process!.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{method} {part} {times} {code}"));
        while (await LineAsync() != "ready")
        {
        }
    }

    /// <summary>Answers every request as it should.</summary>
    public Task RecoverAsync() => FailAsync(HttpMethod.Get, "nothing", times: 0, "NoSuchKey");

    /// <summary>Waits for the next request that was answered with an error, and gives its path.</summary>
    public Task<string> FailedPathAsync() => LineAsync();

    public Task DisposeAsync()
    {
        if (_process is { HasExited: false }) _process.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private async Task<string> LineAsync()
    {
        using var late = new CancellationTokenSource(AnswerLimit);
        return await _lines.Reader.ReadAsync(late.Token);
    }
}
