using BatchProcessing.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Server.Tests.Live;

public sealed class RevokedStreamTests(RevokedStreamTests.KeyedWatch service) : IClassFixture<RevokedStreamTests.KeyedWatch>
{
    [Fact]
    public async Task Events_End_WhenTheirKeyIsRevoked_AndThoseOfOthersGoOn()
    {
        ITenantStore keys = service.Services.GetRequiredService<ITenantStore>();
        (ApiKey? key, _) = await new KeyIssuer(keys).CreateAsync("default", KeyScopes.Read, null, CancellationToken.None);
        (ApiKey? other, _) = await new KeyIssuer(keys).CreateAsync("default", KeyScopes.Read, null, CancellationToken.None);
        await using EventStream events = await EventStream.OpenAsync(service, "/api/events", key: key!.Text);
        await using EventStream others = await EventStream.OpenAsync(service, "/api/events", key: other!.Text);
        Assert.Equal("heartbeat", await events.NextTypeAsync());

        await keys.RevokeKeyAsync("default", key.Id, CancellationToken.None);

        while (await events.NextTypeAsync() is { } type) Assert.Equal("heartbeat", type);
        Assert.Equal("heartbeat", await others.NextTypeAsync());
        Assert.Equal("heartbeat", await others.NextTypeAsync());
    }

    public sealed class KeyedWatch() : HeldService(
        ("Live:PollInterval", "00:00:00.050"), ("Live:Heartbeat", "00:00:01"), ("Tenants:KeyCacheTime", "00:00:00"));
}
