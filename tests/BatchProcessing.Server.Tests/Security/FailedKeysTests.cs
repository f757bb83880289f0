using System.Net;
using BatchProcessing.Server.Security;
using BatchProcessing.Tenants;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Security;

/// <summary>Keys that nobody has, sent again and again.</summary>
public sealed class FailedKeysTests(FailedKeysTests.GuessedService service) : IClassFixture<FailedKeysTests.GuessedService>
{
    private static readonly IPAddress One = IPAddress.Parse("192.0.2.1");

    private readonly TickingClock _clock = new();

    [Fact]
    public async Task Request_Is429_AfterTooManyUnknownKeys_AndAGoodOneThatWasSeenPasses()
    {
        ITenantStore keys = service.Services.GetRequiredService<ITenantStore>();
        (ApiKey? seen, _) = await new KeyIssuer(keys).CreateAsync("default", KeyScopes.Read, null, CancellationToken.None);
        (ApiKey? unseen, _) = await new KeyIssuer(keys).CreateAsync("default", KeyScopes.Read, null, CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(seen!.Text)).StatusCode);
        foreach (string guess in new[] { ApiKey.Create().Text, "nonsense", KeyForgery.WithIdOf(seen) })
            await ProblemAsync(await AskAsync(guess), 401, "unauthenticated");

        foreach (string next in new[] { ApiKey.Create().Text, "nonsense", KeyForgery.WithIdOf(seen), unseen!.Text })
        {
            using HttpResponseMessage refused = await AskAsync(next);
            await ProblemAsync(refused, 429, "rate-limited");
            Assert.Equal(TimeSpan.FromSeconds(60), refused.Headers.RetryAfter!.Delta);
        }

        service.Services.GetRequiredService<KnownKeys>().Forget();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(seen.Text)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/health/live", ("X-Api-Key", "nonsense"))).StatusCode);
        service.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(unseen.Text)).StatusCode);
    }

    [Fact]
    public void AreTooMany_CountsByAddress_UntilTheMinuteIsOver()
    {
        FailedKeys failures = Of(2);
        failures.Add(One);
        Assert.False(failures.AreTooMany(One));
        failures.Add(One.MapToIPv6());

        Assert.True(failures.AreTooMany(One));
        Assert.False(failures.AreTooMany(IPAddress.Parse("192.0.2.2")));
        Assert.False(failures.AreTooMany(null));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.False(failures.AreTooMany(One));
    }

    [Fact]
    public void AreTooMany_TakesANetworkOfIPv6_AsOneAddress()
    {
        FailedKeys failures = Of(1);

        failures.Add(IPAddress.Parse("2001:db8:1:2::7"));

        Assert.True(failures.AreTooMany(IPAddress.Parse("2001:db8:1:2:ffff::1")));
        Assert.False(failures.AreTooMany(IPAddress.Parse("2001:db8:1:3::7")));
    }

    [Fact]
    public void Add_ForgetsAll_WhenThereAreMoreAddressesThanAreRemembered()
    {
        FailedKeys failures = Of(1);
        for (int i = 0; i < FailedKeys.MaxAddresses; i++) failures.Add(new IPAddress(i + 1));
        Assert.True(failures.AreTooMany(new IPAddress(1)));

        failures.Add(new IPAddress(FailedKeys.MaxAddresses + 1));

        Assert.False(failures.AreTooMany(new IPAddress(1)));
        Assert.True(failures.AreTooMany(new IPAddress(FailedKeys.MaxAddresses + 1)));
    }

    private FailedKeys Of(int max) => new(Options.Create(new TenantOptions { FailedKeysPerMinute = max }), _clock);

    private Task<HttpResponseMessage> AskAsync(string key) => service.GetAsync("/api/batches", ("X-Api-Key", key));

    public sealed class GuessedService() : ServiceHost(("Tenants:FailedKeysPerMinute", "3"))
    {
        internal TickingClock Clock { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services => services.AddSingleton(s => new FailedKeys(s.GetRequiredService<IOptions<TenantOptions>>(), Clock)));
        }
    }
}
