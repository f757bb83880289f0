using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace BatchProcessing.Server.Tests;

/// <summary>
/// The whole service in this process on a real port, with a data folder of its own. Small limits and chunks make
/// small tests large; the sweep is so rare that nothing but the pumps themselves can finish a batch.
/// </summary>
public class ServiceHost : WebApplicationFactory<Program>
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();
    private readonly (string Key, string Value)[] _settings;

    public ServiceHost()
        : this([])
    {
    }

    protected ServiceHost(params (string Key, string Value)[] settings)
    {
        _settings = settings;
        UseKestrel(0);
        Client = CreateClient();
    }

    public HttpClient Client { get; }

    public string DataFolder => _folder["data"];

    public async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> PostAsync(string path) => Client.PostAsync(new Uri(path, UriKind.Relative), null);

    public async Task<JsonNode> JsonAsync(string path)
    {
        using HttpResponseMessage response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    public Task<string> TextAsync(string path) => Client.GetStringAsync(new Uri(path, UriKind.Relative));

    public Task<HttpResponseMessage> UploadAsync(HttpContent body, string query = "") =>
        Client.PostAsync(new Uri($"/api/documents/bulk-upload{query}", UriKind.Relative), body);

    /// <summary>Uploads a body that must be accepted, and gives the receipt.</summary>
    public async Task<JsonNode> AcceptedAsync(HttpContent body, string query = "")
    {
        using HttpResponseMessage response = await UploadAsync(body, query);
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, answer);
        JsonNode receipt = JsonNode.Parse(answer)!;
        Assert.Equal((string)receipt["links"]!["self"]!, response.Headers.Location!.OriginalString);
        return receipt;
    }

    /// <summary>Uploads a body that must be accepted, and waits until its batch has ended.</summary>
    public async Task<JsonNode> EndedAsync(HttpContent body, string query = "")
    {
        JsonNode receipt = await AcceptedAsync(body, query);
        return await WaitForEndAsync((Guid)receipt["batchId"]!);
    }

    /// <summary>Waits until a batch has ended, and gives it.</summary>
    public async Task<JsonNode> WaitForEndAsync(Guid batchId)
    {
        var limit = Stopwatch.StartNew();
        while (true)
        {
            JsonNode batch = await JsonAsync($"/api/batches/{batchId}");
            if (batch["endedAt"] is not null) return batch;
            Assert.True(limit.Elapsed < EndLimit, batch.ToJsonString());
            await Task.Delay(10);
        }
    }

    /// <summary>Waits until something becomes true by itself.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        var limit = Stopwatch.StartNew();
        while (!await isTrue())
        {
            Assert.True(limit.Elapsed < EndLimit, "It never became true.");
            await Task.Delay(10);
        }
    }

    /// <summary>Asserts that an answer is a problem, and gives it.</summary>
    public static async Task<JsonNode> ProblemAsync(HttpResponseMessage response, int status, string type)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode} {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonNode problem = JsonNode.Parse(body)!;
        Assert.Equal(type, (string?)problem["type"]);
        Assert.Equal(status, (int?)problem["status"]);
        Assert.False(string.IsNullOrEmpty((string?)problem["title"]));
        return problem;
    }

    public static StringContent Csv(string table) => Body(table, "text/csv");

    public static StringContent JsonLines(string lines) => Body(lines, "application/x-ndjson");

    public static StringContent Body(string content, string type)
    {
        var body = new StringContent(content, Encoding.UTF8);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return body;
    }

    public static MultipartFormDataContent Form(params (string Name, string Content)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach ((string name, string content) in files) form.Add(new StringContent(content), "files", name);
        return form;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Storage:DataFolder", DataFolder);
        builder.UseSetting("Serilog:WriteTo:1:Args:path", _folder["service.log"]);
        builder.UseSetting("Serilog:MinimumLevel", "Warning");
        builder.UseSetting("Chunks:MaxDocuments", "20");
        builder.UseSetting("Jobs:TimeSlice", "00:00:00.010");
        builder.UseSetting("Jobs:SweepInterval", "00:10:00");
        builder.UseSetting("Uploads:MaxRequestBytes", "4000000");
        builder.UseSetting("Uploads:MaxFileBytes", "100000");
        builder.UseSetting("Uploads:MaxTextBytes", "20000");
        builder.UseSetting("Uploads:MaxFiles", "12");
        builder.UseSetting("Uploads:MaxDocuments", "2000");
        foreach ((string key, string value) in _settings) builder.UseSetting(key, value);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_folder.Path)) _folder.Dispose();
    }
}
