using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using BatchProcessing.Tenants;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Security;

/// <summary>Quotas of tenants over HTTP; each test has a tenant of its own.</summary>
[Collection(KeyedService.Name)]
public sealed class TenantQuotaTests(KeyedService service)
{
    private const string FiveRows = "text\na\nb\nc\nd\ne\n";

    [Fact]
    public async Task Reads_Are429_AboveTheTenantsRate()
    {
        ApiKey key = await KeyAsync(new TenantQuotas { ReadsPerMinute = 3 });
        List<HttpStatusCode> answers = [];
        // A minute may end in between: then there are three more.
        for (int i = 0; i < 7; i++)
        {
            using HttpResponseMessage response = await service.SendAsync("GET", "/api/batches", key.Text);
            answers.Add(response.StatusCode);
            if (response.StatusCode == HttpStatusCode.OK) continue;
            await ProblemAsync(response, 429, "rate-limited");
            Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
            Assert.Equal("\"reads\";q=3;w=60", Header(response, "RateLimit-Policy"));
            Assert.Matches("^\"reads\";r=0;t=[0-9]+$", Header(response, "RateLimit"));
        }

        Assert.Equal(HttpStatusCode.OK, answers[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        using HttpResponseMessage other = await service.SendAsync("GET", "/api/batches", (await KeyAsync(TenantQuotas.Usual)).Text);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using HttpResponseMessage submission = await UploadAsync(key, FiveRows);
        Assert.Equal(HttpStatusCode.Accepted, submission.StatusCode);
    }

    [Fact]
    public async Task Submissions_Are429_AboveTheTenantsRate()
    {
        ApiKey key = await KeyAsync(new TenantQuotas { SubmissionsPerMinute = 2 });
        List<HttpStatusCode> answers = [];
        for (int i = 0; i < 5; i++)
        {
            using HttpResponseMessage response = await UploadAsync(key, FiveRows);
            answers.Add(response.StatusCode);
            Assert.Equal("\"submissions\";q=2;w=60", Header(response, "RateLimit-Policy"));
        }

        Assert.Equal(HttpStatusCode.Accepted, answers[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.Equal(HttpStatusCode.OK, (await service.SendAsync("GET", "/api/batches", key.Text)).StatusCode);
    }

    [Fact]
    public async Task Upload_Is429_WhileTheTenantHasAsManyAsItMay()
    {
        string tenant = await service.AddTenantAsync(quotas: new TenantQuotas { ConcurrentUploads = 1 });
        ApiKey key = await service.MakeKeyAsync(tenant, KeyScopes.Submit | KeyScopes.Read);
        // The factory's own client sends a body when it has it all.
        using var client = new HttpClient { BaseAddress = service.Client.BaseAddress };
        using var slow = new SlowTable(FiveRows);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/documents/bulk-upload") { Content = slow };
        request.Headers.Add("X-Api-Key", key.Text);
        request.Headers.Add("Idempotency-Key", "first");
        Task<HttpResponseMessage> first = client.SendAsync(request);
        // The key is reserved before the body is read.
        await UntilAsync(async () => await service.CountIdempotencyKeysAsync(tenant) == 1);

        using HttpResponseMessage second = await UploadAsync(key, FiveRows);

        await ProblemAsync(second, 429, "too-many-uploads");
        Assert.NotNull(second.Headers.RetryAfter);
        using HttpResponseMessage read = await service.SendAsync("GET", "/api/batches", key.Text);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        slow.Finish();
        using HttpResponseMessage ended = await first;
        Assert.Equal(HttpStatusCode.Accepted, ended.StatusCode);
        await UntilAsync(async () => (await UploadAsync(key, FiveRows)).StatusCode == HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Documents_Are429_AboveTheDay_AndNothingOfThemStays()
    {
        ApiKey key = await KeyAsync(new TenantQuotas { DocumentsPerDay = 8 });
        Assert.Equal(HttpStatusCode.Accepted, (await UploadAsync(key, FiveRows)).StatusCode);

        using HttpResponseMessage refused = await UploadAsync(key, FiveRows);

        JsonNode problem = await ProblemAsync(refused, 429, "daily-quota");
        Assert.Contains('8', (string)problem["detail"]!);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Assert.Single((await service.JsonAsync("/api/batches", key))["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.OK, (await AnalyseAsync(key, 3)).StatusCode);
        await ProblemAsync(await AnalyseAsync(key, 1), 429, "daily-quota");
        await ProblemAsync(await UploadAsync(key, "text\na\n"), 429, "daily-quota");
    }

    [Fact]
    public async Task Documents_Are429_AsSoonAsTheyAreTooMany_WhileTheyStillCome()
    {
        ApiKey key = await KeyAsync(new TenantQuotas { DocumentsPerDay = 3 });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, service.Client.BaseAddress!.Port);
        await using NetworkStream connection = client.GetStream();

        // More than the service reads ahead; the end of the body is never sent.
        string rows = FiveRows + string.Concat(Enumerable.Repeat("row\n", 300_000));
        await connection.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/documents/bulk-upload HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {key.Text}\r\nContent-Type: text/csv\r\n"
            + $"Transfer-Encoding: chunked\r\n\r\n{rows.Length:x}\r\n{rows}\r\n"));

        using var answer = new StreamReader(connection);
        Assert.Equal("HTTP/1.1 429 Too Many Requests", await answer.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Documents_Are429_WhileTooManyWait()
    {
        ApiKey key = await KeyAsync(new TenantQuotas { QueuedDocuments = 8 });
        string later = $"?startAt={Uri.EscapeDataString(DateTimeOffset.UtcNow.AddDays(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null))}";
        using HttpResponseMessage waiting = await UploadAsync(key, FiveRows, later);
        string batch = (string)JsonNode.Parse(await waiting.Content.ReadAsStringAsync())!["batchId"]!;

        await ProblemAsync(await UploadAsync(key, FiveRows), 429, "queued-quota");

        using HttpResponseMessage cancelled = await service.SendAsync("POST", $"/api/batches/{batch}/cancel", key.Text);
        Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode);
        await UntilAsync(async () => (await UploadAsync(key, FiveRows)).StatusCode == HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Limits_AreTheTenantsOwn()
    {
        ApiKey key = await KeyAsync(new TenantQuotas { ReadsPerMinute = 77, DocumentsPerDay = 88 });

        JsonNode tenant = (await service.JsonAsync("/api/limits", key))["tenant"]!;

        Assert.Equal(
            (77, 60_000, 64, 88, 20_000_000),
            ((int)tenant["readsPerMinute"]!, (int)tenant["submissionsPerMinute"]!, (int)tenant["concurrentUploads"]!,
                (int)tenant["documents"]!["perDay"]!, (int)tenant["documents"]!["queued"]!));
    }

    private async Task<ApiKey> KeyAsync(TenantQuotas quotas) =>
        await service.MakeKeyAsync(await service.AddTenantAsync(quotas: quotas), KeyScopes.Submit | KeyScopes.Read);

    private Task<HttpResponseMessage> UploadAsync(ApiKey key, string table, string query = "") =>
        service.SendAsync("POST", $"/api/documents/bulk-upload{query}", key.Text, Csv(table));

    private Task<HttpResponseMessage> AnalyseAsync(ApiKey key, int documents) => service.SendAsync(
        "POST", "/api/documents/batch", key.Text, Body($"[{string.Join(',', Enumerable.Repeat("\"good\"", documents))}]", "application/json"));

    private static string Header(HttpResponseMessage response, string name) => string.Join(", ", response.Headers.GetValues(name));
}
