using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using BatchProcessing.Batches;
using BatchProcessing.Server.Tests.Storage;
using BatchProcessing.Tenants;
using Microsoft.Extensions.DependencyInjection;
using KeyedService = BatchProcessing.Server.Tests.Security.KeyedService;

namespace BatchProcessing.Server.Tests.Hangfire;

/// <summary>Buttons of a batch's page, on a service with keys.</summary>
[Collection(KeyedService.Name)]
public sealed partial class MoveTests(KeyedService service) : IAsyncLifetime
{
    private string _admin = "";
    private Batch _batch = null!;

    private IBatchStore Store => service.Services.GetRequiredService<IBatchStore>();

    private string Path => $"/hangfire/batches/{_batch.Id}";

    public async Task InitializeAsync()
    {
        string tenant = await service.AddTenantAsync();
        _admin = (await service.MakeKeyAsync(tenant, KeyScopes.Admin)).Text;
        _batch = await Store.SealBatchAsync(TimeProvider.System, chunks: 2, tenant: tenant);
        await Store.PauseAsync(_batch.Id, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await Store.CancelAsync(_batch.Id, CancellationToken.None);
    }

    [Fact]
    public async Task Page_OffersOnlyWhatTheStateAllows()
    {
        string page = await TextAsync(Path);

        Assert.Contains($"action=\"{Path}/move/resume\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Path}/confirm/cancel\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/move/pause", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/move/retry", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/confirm/delete", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_IsMade_WithTheTokenOfThePage()
    {
        string token = await TokenAsync(Path);

        using HttpResponseMessage answer = await PostAsync("cancel", token);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(Path, answer.Headers.Location!.OriginalString);
        Assert.Equal(BatchStatus.Cancelling, (await Store.ReadAsync(_batch.Id)).Status);
    }

    [Fact]
    public async Task Move_IsRefused_WithoutTheTokenOfThisBatchAndCaller()
    {
        string tenant = await service.AddTenantAsync();
        string other = (await service.MakeKeyAsync(tenant, KeyScopes.Admin)).Text;
        Batch another = await Store.SealBatchAsync(TimeProvider.System, tenant: tenant);
        await Store.PauseAsync(another.Id, CancellationToken.None);
        string[] bad = ["", "00", await TokenAsync($"/hangfire/batches/{another.Id}"), await TokenAsync(Path, other)];

        foreach (string? token in (string?[])[null, .. bad])
        {
            using HttpResponseMessage answer = await PostAsync("resume", token);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Equal(BatchStatus.Paused, (await Store.ReadAsync(_batch.Id)).Status);
        await Store.CancelAsync(another.Id, CancellationToken.None);
    }

    [Fact]
    public async Task Move_IsRefused_WithoutTheScopeAdmin()
    {
        string token = await TokenAsync(Path);
        string key = (await service.MakeKeyAsync(_batch.TenantId, KeyScopes.Read | KeyScopes.Submit)).Text;

        using HttpResponseMessage answer = await PostAsync("resume", token, key);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(BatchStatus.Paused, (await Store.ReadAsync(_batch.Id)).Status);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Move_IsRefused_WhenAnotherSitesPageSendsIt(string header, string value)
    {
        string token = await TokenAsync(Path);

        using HttpResponseMessage answer = await PostAsync("resume", token, _admin, (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(BatchStatus.Paused, (await Store.ReadAsync(_batch.Id)).Status);
    }

    [Fact]
    public async Task Move_ThatTheStateDoesNotAllow_IsExplained()
    {
        string token = await TokenAsync(Path);

        using HttpResponseMessage answer = await PostAsync("delete", token);
        string page = await TextAsync(answer.Headers.Location!.OriginalString);

        Assert.Contains("<strong>Delete</strong> was refused: it is paused. Nothing was changed.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_IsNoGet_AndUnknownOnesAreNotFound()
    {
        using HttpResponseMessage get = await service.SendAsync("GET", $"{Path}/move/cancel", _admin);
        using HttpResponseMessage unknown = await PostAsync("explode", await TokenAsync(Path));

        Assert.Equal((HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound), (get.StatusCode, unknown.StatusCode));
        Assert.Equal(BatchStatus.Paused, (await Store.ReadAsync(_batch.Id)).Status);
    }

    [Theory]
    [InlineData("results", HttpStatusCode.OK)]
    [InlineData("report", HttpStatusCode.Conflict)]
    public async Task Downloads_AreForTheScopeAdmin_OfAnyTenant(string file, HttpStatusCode expected)
    {
        string other = (await service.MakeKeyAsync(await service.AddTenantAsync(), KeyScopes.Admin)).Text;
        string reader = (await service.MakeKeyAsync(_batch.TenantId, KeyScopes.Read)).Text;

        using HttpResponseMessage admin = await service.SendAsync("GET", $"{Path}/{file}", other);
        using HttpResponseMessage refused = await service.SendAsync("GET", $"{Path}/{file}", reader);
        using HttpResponseMessage nobody = await service.SendAsync("GET", $"{Path}/{file}", key: null);

        Assert.Equal((expected, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized), (admin.StatusCode, refused.StatusCode, nobody.StatusCode));
    }

    private async Task<string> TokenAsync(string path, string? key = null) =>
        Token().Match(await TextAsync(path, key)).Groups[1].Value is { Length: > 0 } token ? token : throw new InvalidOperationException("No token.");

    private async Task<string> TextAsync(string path, string? key = null)
    {
        using HttpResponseMessage answer = await service.SendAsync("GET", path, key ?? _admin);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> PostAsync(string move, string? token, string? key = null, params (string Name, string Value)[] headers)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = service.Client.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Path}/move/{move}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"any:{key ?? _admin}")));
        foreach ((string name, string value) in headers) request.Headers.Add(name, value);
        request.Content = new FormUrlEncodedContent(token is null ? [] : [new KeyValuePair<string, string>("token", token)]);
        return await client.SendAsync(request);
    }

    [GeneratedRegex("name=\"token\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Token();
}
