using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BatchProcessing.Server.Tests.Security;
using BatchProcessing.Tenants;

namespace BatchProcessing.Server.Tests.Hangfire;

/// <summary>Who gets to see the dashboard of a service with keys.</summary>
[Collection(KeyedService.Name)]
public sealed class DashboardKeyTests(KeyedService service)
{
    [Theory]
    [InlineData("/hangfire")]
    [InlineData("/hangfire/batches")]
    public async Task Dashboard_AsksABrowserForAPassword_WithoutAKey(string path)
    {
        await MakeKeyAsync(KeyScopes.Read);

        using HttpResponseMessage response = await service.SendAsync("GET", path, key: null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Basic", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    [Theory]
    [InlineData(KeyScopes.Read | KeyScopes.Submit, HttpStatusCode.Forbidden)]
    [InlineData(KeyScopes.Admin, HttpStatusCode.OK)]
    public async Task Dashboard_IsForTheScopeAdmin(KeyScopes scopes, HttpStatusCode expected)
    {
        ApiKey key = await MakeKeyAsync(scopes);

        using HttpResponseMessage bearer = await service.SendAsync("GET", "/hangfire/batches", key.Text);
        using HttpResponseMessage password = await SendAsync(HttpMethod.Get, "/hangfire/batches", $"anybody:{key.Text}");

        Assert.Equal((expected, expected), (bearer.StatusCode, password.StatusCode));
    }

    [Theory]
    [InlineData("anybody:bp_wrong")]
    [InlineData("anybody")]
    [InlineData("")]
    public async Task Dashboard_IsClosed_ToAWrongPassword(string pair)
    {
        await MakeKeyAsync(KeyScopes.Read);

        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, "/hangfire", pair);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Api_TakesNoPassword()
    {
        ApiKey key = await MakeKeyAsync(KeyScopes.All);

        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, "/api/batches", $"anybody:{key.Text}");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.NoContent)]
    [InlineData("same-origin", "self", HttpStatusCode.NoContent)]
    [InlineData("cross-site", "https://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("same-site", "self", HttpStatusCode.Forbidden)]
    [InlineData(null, "https://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData(null, "null", HttpStatusCode.Forbidden)]
    public async Task Command_IsRefused_WhenAnotherSitesPageSendsIt(string? site, string? origin, HttpStatusCode expected)
    {
        ApiKey key = await MakeKeyAsync(KeyScopes.Admin);
        var headers = new List<(string, string)>();
        if (site is not null) headers.Add(("Sec-Fetch-Site", site));
        if (origin is not null) headers.Add(("Origin", origin == "self" ? service.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) : origin));

        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Post, "/hangfire/recurring/trigger", $"anybody:{key.Text}", [.. headers]);

        Assert.Equal(expected, response.StatusCode);
    }

    private async Task<ApiKey> MakeKeyAsync(KeyScopes scopes) => await service.MakeKeyAsync(await service.AddTenantAsync(), scopes);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string pair, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        foreach ((string name, string value) in headers) request.Headers.Add(name, value);
        if (method == HttpMethod.Post) request.Content = new FormUrlEncodedContent([new("jobs[]", "sweep")]);
        return await service.Client.SendAsync(request);
    }
}
