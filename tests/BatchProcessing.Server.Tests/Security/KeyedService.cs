using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using BatchProcessing.Server.Storage;
using BatchProcessing.Tenants;
using Dapper;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Server.Tests.Security;

/// <summary>A service with keys and two tenants. Test classes share it; no test depends on the batches of another.</summary>
[CollectionDefinition(Name)]
public sealed class KeyedService() : ServiceHost(
    ("Tenants:KeyCacheTime", "00:00:00"), ("Tenants:FailedKeysPerMinute", "100000")), ICollectionFixture<KeyedService>
{
    public const string Name = "keyed service";

    private int _tenants;

    private ITenantStore Store => Services.GetRequiredService<ITenantStore>();

    /// <summary>Adds a tenant that no other test has.</summary>
    public async Task<string> AddTenantAsync(TenantTier tier = TenantTier.Standard, TenantQuotas? quotas = null)
    {
        string id = $"tenant-{Interlocked.Increment(ref _tenants)}";
        Assert.True(await Store.AddTenantAsync(
            new TenantAccount { Id = id, Tier = tier, Quotas = quotas ?? TenantQuotas.Usual }, CancellationToken.None));
        return id;
    }

    /// <summary>Makes a key, past the limit of active ones.</summary>
    public async Task<ApiKey> MakeKeyAsync(string tenant, KeyScopes scopes, DateTimeOffset? expiresAt = null)
    {
        ApiKey key = ApiKey.Create();
        var stored = new StoredKey { Id = key.Id, TenantId = tenant, Hash = key.Hash, Scopes = scopes, ExpiresAt = expiresAt };
        Assert.Equal(KeyAddition.Added, await Store.AddKeyAsync(stored, int.MaxValue, CancellationToken.None));
        return key;
    }

    /// <summary>Idempotency keys that a tenant has used.</summary>
    public Task<long> CountIdempotencyKeysAsync(string tenant) => Services.GetRequiredService<ISqlDatabase>().ReadAsync(
        c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM idempotency_keys WHERE tenant_id = @tenant", new { tenant }), CancellationToken.None);

    /// <summary>Uploads of a tenant that are in progress.</summary>
    public Task<long> UploadsOfAsync(string tenant) => Services.GetRequiredService<ISqlDatabase>().ReadAsync(
        c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM uploads WHERE tenant_id = @tenant", new { tenant }), CancellationToken.None);

    /// <summary>Sends a request with a key, if there is one.</summary>
    public Task<HttpResponseMessage> SendAsync(string method, string path, string? key, HttpContent? body = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Uploads a small table that must be accepted and waits until its batch has ended.</summary>
    /// <returns>The id of the batch.</returns>
    public async Task<string> UploadEndedAsync(ApiKey key)
    {
        using HttpResponseMessage response = await SendAsync("POST", "/api/documents/bulk-upload", key.Text, Csv("id,text\na,good\nb,\n"));
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == System.Net.HttpStatusCode.Accepted, answer);
        string id = (string)JsonNode.Parse(answer)!["batchId"]!;
        await UntilAsync(async () => (await JsonAsync($"/api/batches/{id}", key))["endedAt"] is not null);
        return id;
    }

    public async Task<JsonNode> JsonAsync(string path, ApiKey key)
    {
        using HttpResponseMessage response = await SendAsync("GET", path, key.Text);
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        return JsonNode.Parse(answer)!;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        // A body may be as slow as a test needs it.
        builder.ConfigureServices(services => services.Configure<KestrelServerOptions>(o => o.Limits.MinRequestBodyDataRate = null));
    }
}
