using System.Net;
using System.Text.Json.Nodes;
using BatchProcessing.Tenants;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Security;

/// <summary>Tenants and keys over HTTP, as an administrator makes them.</summary>
[Collection(KeyedService.Name)]
public sealed class TenantsTests(KeyedService service) : IAsyncLifetime
{
    private ApiKey _admin = null!;
    private string _tenant = "";

    public async Task InitializeAsync()
    {
        _tenant = await service.AddTenantAsync();
        _admin = await service.MakeKeyAsync(_tenant, KeyScopes.Admin);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", "bearer ")]
    [InlineData("X-Api-Key", "")]
    public async Task MakeKey_GivesAKey_ThatWorksAtOnce(string header, string prefix)
    {
        JsonNode made = await CreatedAsync($"/api/tenants/{_tenant}/keys", """{"scopes":["read"]}""");

        using HttpResponseMessage response = await service.GetAsync("/api/batches", (header, prefix + (string)made["key"]!));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        JsonNode listed = (await service.JsonAsync($"/api/tenants/{_tenant}/keys", _admin)).AsArray().Single(k => (string)k!["id"]! == (string)made["id"]!)!;
        Assert.Equal(("read", true), ((string)listed["scopes"]![0]!, (bool)listed["isActive"]!));
        Assert.DoesNotContain((string)made["key"]!, (await service.JsonAsync($"/api/tenants/{_tenant}/keys", _admin)).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MakeKey_Is409_WhenTwoOfTheSameScopesAreActive()
    {
        string path = $"/api/tenants/{_tenant}/keys";
        JsonNode first = await CreatedAsync(path, """{"scopes":["submit","read"]}""");
        await CreatedAsync(path, """{"scopes":["read","submit"]}""");

        await ProblemAsync(await SendAsync("POST", path, """{"scopes":["submit","read"]}"""), 409, "too-many-keys");

        using HttpResponseMessage revoked = await SendAsync("DELETE", $"{path}/{first["id"]}");
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        await ProblemAsync(await service.SendAsync("GET", "/api/batches", (string)first["key"]!), 401, "unauthenticated");
        await CreatedAsync(path, """{"scopes":["submit","read"]}""");
    }

    [Theory]
    [InlineData("""{"scopes":[]}""", "validation")]
    [InlineData("{}", "validation")]
    [InlineData("""{"scopes":["root"]}""", "validation")]
    [InlineData("""{"scopes":["read"],"expiresAt":"2020-01-01T00:00:00Z"}""", "validation")]
    [InlineData("""{"scopes":["read"],"key":"mine"}""", "malformed-request")]
    [InlineData("""{"scopes":"read"}""", "malformed-request")]
    [InlineData("not json", "malformed-request")]
    [InlineData("null", "malformed-request")]
    public async Task MakeKey_Is400_WhenItCannotBeMade(string body, string type)
    {
        JsonNode problem = await ProblemAsync(await SendAsync("POST", $"/api/tenants/{_tenant}/keys", body), 400, type);

        Assert.False(string.IsNullOrEmpty((string?)problem["detail"]));
    }

    [Fact]
    public async Task Tenant_IsAddedListedAndChanged()
    {
        string id = $"acme-{Guid.NewGuid():N}";
        JsonNode added = await CreatedAsync("/api/tenants", $$"""{"id":"{{id}}","tier":"vip","quotas":{"readsPerMinute":7} }""");
        Assert.Equal((id, "vip", 7), ((string)added["id"]!, (string)added["tier"]!, (int)added["quotas"]!["readsPerMinute"]!));
        await ProblemAsync(await SendAsync("POST", "/api/tenants", $$"""{"id":"{{id}}"}"""), 409, "tenant-exists");

        using HttpResponseMessage changed = await SendAsync("PUT", $"/api/tenants/{id}", """{"tier":"standard"}""");

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        JsonNode tenant = await service.JsonAsync($"/api/tenants/{id}", _admin);
        Assert.Equal(("standard", null), ((string)tenant["tier"]!, (int?)tenant["quotas"]!["readsPerMinute"]));
        Assert.Contains(id, await ListedAsync());
    }

    [Theory]
    [InlineData("""{"id":"Acme"}""")]
    [InlineData("""{"id":"*"}""")]
    [InlineData("""{"id":""}""")]
    [InlineData("{}")]
    [InlineData("""{"id":"acme","tier":"gold"}""")]
    [InlineData("""{"id":"acme","quotas":{"documentsPerDay":0} }""")]
    public async Task AddTenant_Is400_WhenItCannotBeAdded(string body) =>
        await ProblemAsync(await SendAsync("POST", "/api/tenants", body), 400, "validation");

    [Fact]
    public async Task AddTenant_NamesTheMember_ThatIsNotKnown()
    {
        JsonNode problem = await ProblemAsync(
            await SendAsync("POST", "/api/tenants", """{"id":"acme","quotas":{"documentsPerMonth":5} }"""), 400, "malformed-request");

        Assert.Contains("documentsPerMonth", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RevokeKey_RefusesAWholeKey_AndRevokesNothing()
    {
        ApiKey key = await service.MakeKeyAsync(_tenant, KeyScopes.Read);

        JsonNode problem = await ProblemAsync(await SendAsync("DELETE", $"/api/tenants/{_tenant}/keys/{key.Text}"), 400, "validation");

        Assert.DoesNotContain(key.Text, problem.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await service.SendAsync("GET", "/api/batches", key.Text)).StatusCode);
    }

    [Fact]
    public async Task UnknownTenant_Is404()
    {
        await ProblemAsync(await SendAsync("GET", "/api/tenants/nobody"), 404, "not-found");
        await ProblemAsync(await SendAsync("GET", "/api/tenants/nobody/keys"), 404, "not-found");
        await ProblemAsync(await SendAsync("PUT", "/api/tenants/nobody", "{}"), 404, "not-found");
        await ProblemAsync(await SendAsync("POST", "/api/tenants/nobody/keys", """{"scopes":["read"]}"""), 404, "not-found");
        await ProblemAsync(await SendAsync("DELETE", $"/api/tenants/nobody/keys/{_admin.Id}"), 404, "not-found");
    }

    [Fact]
    public async Task TwoCredentials_AreRefused_EvenIfOneIsGood()
    {
        using HttpResponseMessage response = await service.GetAsync(
            "/api/tenants", ("Authorization", $"Bearer {_admin.Text}"), ("X-Api-Key", _admin.Text));

        await ProblemAsync(response, 401, "unauthenticated");
    }

    [Fact]
    public async Task Body_Is413_WhenItIsLargerThanAnAdministratorNeeds() => await ProblemAsync(
        await SendAsync("POST", "/api/tenants", $$"""{"id":"{{new string('a', 70_000)}}"}"""), 413, "payload-too-large");

    private async Task<IReadOnlyList<string>> ListedAsync()
    {
        List<string> ids = [];
        string? cursor = null;
        do
        {
            JsonNode page = await service.JsonAsync($"/api/tenants?limit=2&cursor={cursor}", _admin);
            ids.AddRange(page["items"]!.AsArray().Select(t => (string)t!["id"]!));
            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        return ids;
    }

    private Task<HttpResponseMessage> SendAsync(string method, string path, string? body = null) =>
        service.SendAsync(method, path, _admin.Text, body is null ? null : Body(body, "application/json"));

    private async Task<JsonNode> CreatedAsync(string path, string body)
    {
        using HttpResponseMessage response = await SendAsync("POST", path, body);
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, answer);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        return JsonNode.Parse(answer)!;
    }
}
