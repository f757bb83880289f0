using System.CommandLine;
using System.Diagnostics;
using System.Net;
using BatchProcessing.Cli.Keys;
using BatchProcessing.Cli.Service;
using BatchProcessing.Server.Tests.Crash;
using BatchProcessing.Server.Tests.Postgres;
using BatchProcessing.Torture.Stores;

namespace BatchProcessing.Server.Tests.Cli;

/// <summary>Keys as a person makes them before the service is open to others.</summary>
public sealed class KeysCommandTests : IDisposable
{
    private static readonly string[] OpenAddress = ["--urls=http://0.0.0.0:0"];

    private readonly TempFolder _folder = new();

    private string Data => _folder["data"];

    [Fact]
    public async Task Create_MakesTheFirstKey_BeforeTheServiceWasEverStarted()
    {
        string key = await MadeAsync("--scopes", "submit,read,admin");

        Directory.CreateDirectory(Data);
        string address = FreeAddress();
        // The last address of the command line is the one that holds: open to all, asked over loopback.
        using ServiceProcess service = ServiceProcess.Launch(Data, new Dictionary<string, string>(), $"--urls={address.Replace("127.0.0.1", "0.0.0.0", StringComparison.Ordinal)}");
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        await ServiceHost.UntilAsync(async () => service.HasExited || await IsReadyAsync(client));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, key));
    }

    [Fact]
    public async Task Key_IsMadeAndRevoked_WhileTheServiceRuns()
    {
        Directory.CreateDirectory(Data);
        using ServiceProcess service = await ServiceProcess.StartAsync(Data, "--Tenants:KeyCacheTime=00:00:00");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service.Client, null));

        string key = await MadeAsync("--tenant", "acme", "--tier", "vip", "--expires", "90d");

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(service.Client, null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service.Client, key));
        string id = key.Split('_')[1];
        (int code, string listed, _) = await RunAsync("list", "--tenant", "acme");
        Assert.Equal(0, code);
        Assert.StartsWith($"{id}  active until ", Assert.Single(listed.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("revoke", id)).Code);
        Assert.Equal(0, (await RunAsync("revoke", id, "--tenant", "acme")).Code);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(service.Client, key));
    }

    [Fact]
    public async Task Start_Stops_WhenTheAddressIsOpenAndThereIsNoKey_AndSaysHowToMakeOne()
    {
        Directory.CreateDirectory(Data);
        using Process process = Process.Start(ServiceProcess.StartInfo(Data, OpenAddress))!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string fault = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("keys create", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_TakeTheKey_AsAnOption()
    {
        string key = await MadeAsync();
        Directory.CreateDirectory(Data);
        using ServiceProcess service = await ServiceProcess.StartAsync(Data);
        string[] arguments = [Guid.NewGuid().ToString(), "--url", service.Client.BaseAddress!.ToString()];

        Assert.Contains("401", await FaultAsync(StatusCommand.Create(), arguments), StringComparison.Ordinal);
        Assert.Contains("404", await FaultAsync(StatusCommand.Create(), [.. arguments, "--key", key]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--scopes", "root")]
    [InlineData("--scopes", "")]
    [InlineData("--tenant", "No")]
    [InlineData("--tier", "gold")]
    [InlineData("--expires", "0d")]
    [InlineData("--expires", "2020-01-01")]
    [InlineData("--expires", "soon")]
    public async Task Create_SaysWhatIsWrong_AndMakesNothing(string option, string value)
    {
        (int code, string key, string fault) = await RunAsync("create", option, value);

        Assert.Equal((1, ""), (code, key));
        Assert.NotEmpty(fault);
    }

    [Fact]
    public async Task Create_RefusesAThirdKey_OfTheSameScopes()
    {
        await MadeAsync();
        await MadeAsync();

        Assert.Equal(1, (await RunAsync("create")).Code);
        await MadeAsync("--scopes", "read");
        Assert.Equal(1, (await RunAsync("create", "--tier", "vip")).Code);
    }

    public void Dispose() => _folder.Dispose();

    [RequiresPostgres]
    public sealed class OverPostgres
    {
        [Fact]
        public async Task Create_MakesAKey_InAnEmptyDatabase()
        {
            string connection = await PostgresCluster.Shared.CreateSchemaAsync();

            (int code, string key, string fault) = await KeysCommandTests.InvokeAsync("create", "--connection", connection);
            Assert.True(code == 0, fault);
            (_, string listed, _) = await KeysCommandTests.InvokeAsync("list", "--connection", connection);

            Assert.StartsWith($"{key.Split('_')[1]}  active  submit,read", listed, StringComparison.Ordinal);
        }
    }

    private static string FreeAddress()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    private async Task<string> MadeAsync(params string[] options)
    {
        (int code, string key, string fault) = await RunAsync("create", options);
        Assert.True(code == 0, fault);
        Assert.DoesNotContain(key, fault, StringComparison.Ordinal);
        return key;
    }

    private Task<(int Code, string Output, string Fault)> RunAsync(string command, params string[] options) =>
        InvokeAsync([command, .. options, "--data", Data]);

    private static async Task<(int Code, string Output, string Fault)> InvokeAsync(params string[] arguments)
    {
        var (output, fault) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        int code = await KeysCommand.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = fault });
        return (code, code == 0 ? output.ToString().TrimEnd('\n') : "", fault.ToString());
    }

    private static async Task<string> FaultAsync(Command command, string[] arguments)
    {
        var fault = new StringWriter();
        Assert.Equal(1, await command.Parse(arguments).InvokeAsync(new InvocationConfiguration { Error = fault }));
        return fault.ToString();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/batches");
        if (key is not null) request.Headers.Add("X-Api-Key", key);
        using HttpResponseMessage response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
