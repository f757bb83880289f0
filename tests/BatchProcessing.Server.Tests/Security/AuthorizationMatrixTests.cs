using System.Net;
using System.Text.Json.Nodes;
using BatchProcessing.Tenants;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace BatchProcessing.Server.Tests.Security;

/// <summary>Every operation of the live API description with every kind of key: a new endpoint is tried without being listed.</summary>
[Collection(KeyedService.Name)]
public sealed class AuthorizationMatrixTests(KeyedService service, ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly KeyScopes[] Scopes = [KeyScopes.Submit, KeyScopes.Read, KeyScopes.Admin];

    private IReadOnlyList<ApiOperation> _operations = [];
    private string _owner = "";
    private ApiKey _ownerKey = null!;
    private ApiKey _otherKey = null!;

    public async Task InitializeAsync()
    {
        _operations = await ApiOperation.AllAsync(service);
        _owner = await service.AddTenantAsync();
        _ownerKey = await service.MakeKeyAsync(_owner, KeyScopes.Submit | KeyScopes.Read);
        _otherKey = await service.MakeKeyAsync(await service.AddTenantAsync(), KeyScopes.Submit | KeyScopes.Read);
        Assert.True(_operations.Count >= 20, $"{_operations.Count} operations");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void EveryOperation_NamesItsScope() => Assert.All(_operations, o => Assert.Equal(o.ExpectedScope, o.Scope));

    /// <summary>What is open holds no data: links, whether the service lives, and whether it is ready.</summary>
    [Fact]
    public async Task OpenEndpoints_AreTheseOnly_AndAnswerWhateverTheKey()
    {
        string[] open = ["/", "/health/live", "/health/ready"];
        string[] found =
        [
            .. service.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
                .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(e => e.RoutePattern.RawText!).Distinct().Order(),
        ];
        Assert.Equal(open, found.Select(p => $"/{p.Trim('/')}"));

        foreach (string path in open)
        {
            foreach (string? key in (string?[])[null, "nonsense", ApiKey.Create().Text, _ownerKey.Text])
            {
                using HttpResponseMessage response = await service.SendAsync("GET", path, key);
                Assert.Equal((path, HttpStatusCode.OK), (path, response.StatusCode));
            }
        }
    }

    [Fact]
    public async Task EveryOperation_Is401_WithoutAGoodKey()
    {
        ApiKey expired = await service.MakeKeyAsync(_owner, KeyScopes.All, DateTimeOffset.UtcNow.AddSeconds(-1));
        ApiKey revoked = await service.MakeKeyAsync(_owner, KeyScopes.All);
        using HttpResponseMessage revocation = await service.SendAsync(
            "DELETE", $"/api/tenants/{_owner}/keys/{revoked.Id}", (await service.MakeKeyAsync(_owner, KeyScopes.Admin)).Text);
        Assert.Equal(HttpStatusCode.NoContent, revocation.StatusCode);
        string[] bad = ["", "nonsense", ApiKey.Create().Text, Mistyped(_ownerKey.Text), KeyForgery.WithIdOf(_ownerKey), expired.Text, revoked.Text];

        foreach (string? key in (string?[])[null, .. bad])
        {
            await EachAsync(key, things: [], async (operation, response) =>
            {
                await ServiceHost.ProblemAsync(response, 401, "unauthenticated");
                Assert.StartsWith("Bearer ", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public async Task EveryOperation_Is403_ExactlyWithoutItsScope()
    {
        foreach (KeyScopes scope in Scopes)
        {
            ApiKey key = await service.MakeKeyAsync(_owner, scope);
            await EachAsync(key.Text, things: [], async (operation, response) =>
            {
                if (operation.ExpectedScope == scope.ToWire())
                {
                    Assert.False(response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, $"{operation}: {response.StatusCode}");
                    return;
                }

                await ServiceHost.ProblemAsync(response, 403, "forbidden");
                Assert.Contains($"scope=\"{operation.ExpectedScope}\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
            });
        }
    }

    [Theory]
    [InlineData(KeyScopes.Submit, 403, "forbidden")]
    [InlineData(KeyScopes.Submit | KeyScopes.Read, 403, "forbidden")]
    [InlineData(KeyScopes.Admin | KeyScopes.Read, 403, "forbidden")]
    [InlineData(KeyScopes.Submit | KeyScopes.Admin, 422, "unusable-model")]
    public async Task FinishedModel_NeedsTheScopeAdminToo(KeyScopes scopes, int status, string type)
    {
        ApiKey key = await service.MakeKeyAsync(_owner, scopes);
        using var form = new MultipartFormDataContent { { new StringContent("no model"), "model", "a.btm" } };

        using HttpResponseMessage response = await service.SendAsync("POST", "/api/models?name=finished", key.Text, form);

        await ServiceHost.ProblemAsync(response, status, type);
        if (scopes.HasFlag(KeyScopes.Submit) && status == 403)
            Assert.Contains("scope=\"admin\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryThing_Is404_ForAnotherTenant_AndIsThereForItsOwner()
    {
        int known = 0;
        foreach (ApiOperation operation in _operations.Where(o => o.NamesAThing))
        {
            Dictionary<string, string> things = await ThingsAsync();
            string path = operation.PathOf(things);
            using HttpResponseMessage foreign = await service.SendAsync(operation.Method, path, _otherKey.Text, operation.Body());
            await ServiceHost.ProblemAsync(foreign, 404, "not-found");
            if (path.Contains(Guid.Empty.ToString(), StringComparison.Ordinal)) continue;
            known++;
            using HttpResponseMessage own = await service.SendAsync(operation.Method, path, _ownerKey.Text, operation.Body());
            Assert.True(own.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden), $"{operation}: {own.StatusCode}");
        }

        output.WriteLine($"{known} operations on things of a tenant");
        Assert.True(known >= 18, $"{known} operations");
    }

    [Fact]
    public async Task Lists_ShowNothing_OfAnotherTenant()
    {
        string batch = await service.UploadEndedAsync(_ownerKey);
        foreach (ApiOperation operation in _operations.Where(o => o is { Method: "GET", NamesAThing: false, IsForAdministrators: false }))
        {
            using HttpResponseMessage response = await service.SendAsync("GET", operation.Path, _otherKey.Text);
            Assert.True(response.IsSuccessStatusCode, $"{operation}: {response.StatusCode}");
            if (response.Content.Headers.ContentType?.MediaType != "application/json") continue;
            string body = await response.Content.ReadAsStringAsync();
            Assert.DoesNotContain(batch, body, StringComparison.Ordinal);
            Assert.DoesNotContain($"\"{_owner}\"", body, StringComparison.Ordinal);
        }
    }

    /// <summary>A batch that has ended, of the owner's own, and other things that paths can name.</summary>
    private async Task<Dictionary<string, string>> ThingsAsync() => new()
    {
        ["batches/{id}"] = await service.UploadEndedAsync(_ownerKey),
        ["documents/{documentId}"] = "a",
        ["models/{name}"] = await ModelAsync(),
        ["versions/{version}"] = "1",
        ["webhooks/{id}"] = await WebhookAsync(),
    };

    private async Task<string> WebhookAsync()
    {
        using HttpResponseMessage response = await service.SendAsync(
            "POST", "/api/webhooks", _ownerKey.Text, ServiceHost.Body("""{"url":"https://example.com/hook"}""", "application/json"));
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, answer);
        return (string)JsonNode.Parse(answer)!["id"]!;
    }

    private async Task<string> ModelAsync()
    {
        string name = $"model-{Guid.NewGuid():N}";
        using HttpResponseMessage response = await service.SendAsync(
            "POST", $"/api/models?name={name}", _ownerKey.Text, ServiceHost.Form(("rows.csv", "text,label\ngood,x\n")));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return name;
    }

    private async Task EachAsync(string? key, Dictionary<string, string> things, Func<ApiOperation, HttpResponseMessage, Task> check)
    {
        foreach (ApiOperation operation in _operations)
        {
            using HttpResponseMessage response = await service.SendAsync(operation.Method, operation.PathOf(things), key, operation.Body());
            await check(operation, response);
        }

        output.WriteLine($"{_operations.Count} operations");
    }

    private static string Mistyped(string key) => key[..20] + (key[20] == 'x' ? 'y' : 'x') + key[21..];
}
