using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using BatchProcessing.Server.Tests.Crash;
using BatchProcessing.Tenants;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Hosting;

/// <summary>What a real process writes to its console and its log file while callers do their worst.</summary>
public sealed partial class LogTests : IDisposable
{
    private const string Secret = "my-private-complaint";
    private const string Forged = "00:00:00.000 INF BatchProcessing.Forged: all is well";

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Logs_HoldNoTextAndNoKey_AndCannotBeForged()
    {
        ApiKey key = ApiKey.Create();
        string output;
        using (ServiceProcess service = await ServiceProcess.StartAsync(_folder.Path))
        {
            await AbuseAsync(service.Client, key);
            await service.StopAsync(TimeSpan.FromSeconds(30));
            output = service.Output;
        }

        string file = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_folder["logs"])));
        foreach (string log in (string[])[output, file])
        {
            Assert.Contains("answered 202", log, StringComparison.Ordinal);
            Assert.Contains("BatchProcessing.Forged", log, StringComparison.Ordinal); // it is there, but begins no line
            Assert.DoesNotContain(Secret, log, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(key.Text.Split('_')[2], log, StringComparison.Ordinal);
        }

        Assert.All(Lines(output), line => Assert.Matches(ConsoleLine(), line));
        Assert.DoesNotContain(Lines(output), line => line.StartsWith("00:00:00.000", StringComparison.Ordinal));
        Assert.All(Lines(file), line =>
        {
            using JsonDocument entry = JsonDocument.Parse(line);
            Assert.NotEqual("BatchProcessing.Forged", entry.RootElement.GetProperty("Properties").GetProperty("SourceContext").GetString());
        });
    }

    public void Dispose() => _folder.Dispose();

    private static async Task AbuseAsync(HttpClient client, ApiKey key)
    {
        string line = Uri.EscapeDataString($"\r\n{Forged}\u2028{Forged}\u001b[2J");
        string text = $"id,text\n{Secret},{Secret}\n\"{Secret}\",\n";
        await SendAsync(client, HttpMethod.Get, $"/api/batches/{line}", null, null);
        await SendAsync(client, HttpMethod.Get, $"/api/models/{line}", key.Text, null);
        await SendAsync(client, HttpMethod.Delete, $"/api/tenants/default/keys/{key.Text}", null, null);
        await SendAsync(client, HttpMethod.Get, $"/none/{key.Text}/more", null, null);
        await SendAsync(client, HttpMethod.Get, "/api/batches", $"{key.Text}\t{Forged}", null);
        await SendAsync(client, HttpMethod.Post, $"/api/documents/bulk-upload?name={line}", null, Csv(text));
        await SendAsync(client, HttpMethod.Post, "/api/documents/bulk-upload?onInvalid=fail", null, Csv(text));
        await SendAsync(client, HttpMethod.Post, "/api/documents/bulk-upload", null, NamedFile(line, text));
        await SendAsync(client, HttpMethod.Post, "/api/documents/batch", null, Body($"[\"{Secret}\"]", "application/json"));
        await SendAsync(client, HttpMethod.Post, "/api/documents/batch", null, Body($"[\"{Secret}", "application/json"));
        await SendAsync(client, HttpMethod.Post, "/api/tenants", null, Body($$"""{"id":"{{Secret}}\r\n{{Forged}}"}""", "application/json"));
    }

    /// <summary>A form with one file whose name has line breaks in it, as RFC 5987 lets it.</summary>
    private static StringContent NamedFile(string escapedName, string text) => Body(
        $"--b\r\nContent-Disposition: form-data; name=files; filename*=UTF-8''{escapedName}.csv\r\n\r\n{text}\r\n--b--\r\n",
        "multipart/form-data; boundary=b");

    private static async Task SendAsync(HttpClient client, HttpMethod method, string path, string? key, HttpContent? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (key is not null) request.Headers.TryAddWithoutValidation("X-Api-Key", key);
        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.True(response.StatusCode < HttpStatusCode.InternalServerError, $"{path}: {response.StatusCode}");
    }

    private static string[] Lines(string log) => log.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^(\d\d:\d\d:\d\d\.\d{3} (VRB|DBG|INF|WRN|ERR|FTL) [A-Za-z.]+: [^\u0000-\u001f\u0085\u2028\u2029]*|    .*)$")]
    private static partial Regex ConsoleLine();
}
