using System.Text.Json.Nodes;
using BatchProcessing.Server.Api.Events;
using BatchProcessing.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Server.Tests.Live;

/// <summary>Status requests that wait while their key is revoked.</summary>
public sealed class RevokedWaitTests(RevokedStreamTests.KeyedWatch service) : IClassFixture<RevokedStreamTests.KeyedWatch>
{
    [Fact]
    public async Task Wait_EndsWith401_WhenItsKeyIsRevoked()
    {
        ITenantStore keys = service.Services.GetRequiredService<ITenantStore>();
        (ApiKey? key, _) = await new KeyIssuer(keys).CreateAsync("default", KeyScopes.Read, null, CancellationToken.None);
        (ApiKey? uploader, _) = await new KeyIssuer(keys).CreateAsync("default", KeyScopes.Submit, null, CancellationToken.None);
        using var upload = new HttpRequestMessage(HttpMethod.Post, "/api/documents/bulk-upload") { Content = ServiceHost.Csv(HeldService.FiftyRows) };
        upload.Headers.Add("X-Api-Key", uploader!.Text);
        using HttpResponseMessage accepted = await service.Client.SendAsync(upload);
        JsonNode receipt = JsonNode.Parse(await accepted.Content.ReadAsStringAsync())!;
        WatcherLimit watchers = service.Services.GetRequiredService<WatcherLimit>();
        int before = watchers.Count;
        Task<HttpResponseMessage> waiting = service.GetAsync($"{HeldService.Self(receipt)}?wait=60s", ("X-Api-Key", key!.Text));
        await ServiceHost.UntilAsync(() => Task.FromResult(watchers.Count > before));

        await keys.RevokeKeyAsync("default", key.Id, CancellationToken.None);

        using HttpResponseMessage answer = await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        await ServiceHost.ProblemAsync(answer, 401, "unauthenticated");
        Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }
}
