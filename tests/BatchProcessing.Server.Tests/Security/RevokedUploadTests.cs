using System.Text.Json.Nodes;
using BatchProcessing.Documents;
using BatchProcessing.Server.Api.Uploads;
using BatchProcessing.Server.Security;
using BatchProcessing.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Server.Tests.Security;

/// <summary>Uploads that come in while their key is revoked.</summary>
[Collection(KeyedService.Name)]
public sealed class RevokedUploadTests(KeyedService service)
{
    private const string Table = "text\nfirst row\nsecond row\n";

    private ITenantStore Keys => service.Services.GetRequiredService<ITenantStore>();

    [Fact]
    public async Task Upload_Is401_WhenItsKeyIsRevokedBeforeItsEnd()
    {
        string tenant = await service.AddTenantAsync();
        ApiKey key = await service.MakeKeyAsync(tenant, KeyScopes.Submit);
        ApiKey reader = await service.MakeKeyAsync(tenant, KeyScopes.Read);
        using var slow = new SlowTable(Table);
        // The factory's own client sends a body when it has it all.
        using var client = new HttpClient { BaseAddress = service.Client.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/documents/bulk-upload") { Content = slow };
        request.Headers.Add("X-Api-Key", key.Text);
        Task<HttpResponseMessage> upload = client.SendAsync(request);
        await ServiceHost.UntilAsync(async () => (await service.UploadsOfAsync(tenant)) == 1);

        await Keys.RevokeKeyAsync(tenant, key.Id, CancellationToken.None);
        slow.Finish();

        using HttpResponseMessage answer = await upload.WaitAsync(TimeSpan.FromSeconds(30));
        await ServiceHost.ProblemAsync(answer, 401, "unauthenticated");
        Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        JsonNode batches = await service.JsonAsync("/api/batches", reader);
        Assert.Empty(batches["items"]!.AsArray());
        Assert.Equal(0, await service.UploadsOfAsync(tenant));
    }

    [Fact]
    public async Task Watch_EndsTheBody_WhenTheKeyIsRevokedWhileItComes()
    {
        string tenant = await service.AddTenantAsync();
        ApiKey key = await service.MakeKeyAsync(tenant, KeyScopes.Submit);
        var clock = new TickingClock();
        var caller = new Caller(new TenantAccount { Id = tenant }, KeyScopes.Submit, key.Id);
        var right = new UploadRight(caller, service.Services.GetRequiredService<KnownKeys>(), TimeSpan.FromSeconds(2), clock);
        await using Stream body = right.Watch(new MemoryStream(new byte[10]));
        var buffer = new byte[2];
        clock.Advance(TimeSpan.FromSeconds(2));
        await body.ReadExactlyAsync(buffer);

        await Keys.RevokeKeyAsync(tenant, key.Id, CancellationToken.None);

        clock.Advance(TimeSpan.FromSeconds(1));
        await body.ReadExactlyAsync(buffer);
        clock.Advance(TimeSpan.FromSeconds(1));
        UploadRejectedException refusal = await Assert.ThrowsAsync<UploadRejectedException>(async () => await body.ReadExactlyAsync(buffer));
        Assert.Equal("unauthenticated", refusal.Type);
    }
}
