using BatchProcessing.Server.Storage;
using BatchProcessing.Tenants;

namespace BatchProcessing.Server.Tests.Storage;

/// <summary>What every <see cref="ITenantStore"/> must do, whatever database is under it.</summary>
public abstract class TenantStoreContract : IAsyncLifetime
{
    private SqlTenantStore _store = null!;

    protected HandClock Clock { get; } = new();

    protected ISqlDatabase Database { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await OpenAsync();
        _store = new SqlTenantStore(Database);
    }

    public Task DisposeAsync() => CloseAsync(Database);

    [Fact]
    public async Task DefaultTenant_IsThere_WithoutAKey()
    {
        TenantAccount? usual = await _store.FindTenantAsync(TenantAccount.DefaultId, CancellationToken.None);

        Assert.Equal((TenantTier.Standard, TenantQuotas.Usual), (usual!.Tier, usual.Quotas));
        Assert.False(await _store.AnyKeyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task AddTenantAsync_KeepsAll_AndRefusesTheSameIdAgain()
    {
        var quotas = new TenantQuotas
        {
            SubmissionsPerMinute = 1,
            ReadsPerMinute = 2,
            ConcurrentUploads = 3,
            QueuedDocuments = 4_000_000_000,
            DocumentsPerDay = 5_000_000_000,
        };
        var tenant = new TenantAccount { Id = "acme", Tier = TenantTier.Vip, Quotas = quotas };

        Assert.True(await _store.AddTenantAsync(tenant, CancellationToken.None));
        Assert.False(await _store.AddTenantAsync(tenant with { Tier = TenantTier.Standard }, CancellationToken.None));

        Assert.Equal(tenant with { CreatedAt = Clock.GetUtcNow() }, await _store.FindTenantAsync("acme", CancellationToken.None));
    }

    [Fact]
    public async Task ChangeTenantAsync_ReplacesTierAndQuotas_OfThatTenantAlone()
    {
        await AddAsync("acme");
        await AddAsync("other");

        Assert.True(await _store.ChangeTenantAsync(
            new TenantAccount { Id = "acme", Tier = TenantTier.Vip, Quotas = new TenantQuotas { ReadsPerMinute = 9 } }, CancellationToken.None));
        Assert.False(await _store.ChangeTenantAsync(new TenantAccount { Id = "nobody" }, CancellationToken.None));

        TenantAccount? acme = await _store.FindTenantAsync("acme", CancellationToken.None);
        Assert.Equal((TenantTier.Vip, 9), (acme!.Tier, acme.Quotas.ReadsPerMinute));
        Assert.Equal(TenantTier.Standard, (await _store.FindTenantAsync("other", CancellationToken.None))!.Tier);
        Assert.Null(await _store.FindTenantAsync("nobody", CancellationToken.None));
    }

    [Fact]
    public async Task ListTenantsAsync_GoesOn_BehindAnId()
    {
        foreach (string id in (string[])["c", "a", "b"]) await AddAsync(id);

        Assert.Equal(["a", "b"], (await _store.ListTenantsAsync(null, 2, CancellationToken.None)).Select(t => t.Id));
        Assert.Equal(["c", "default"], (await _store.ListTenantsAsync("b", 9, CancellationToken.None)).Select(t => t.Id));
    }

    [Fact]
    public async Task FindKeyAsync_GivesTheKeyWithItsTenant()
    {
        await AddAsync("acme");
        DateTimeOffset end = Clock.GetUtcNow().AddDays(1);
        StoredKey key = await AddKeyAsync("acme", KeyScopes.Read | KeyScopes.Submit, end);

        TenantKey? found = await _store.FindKeyAsync(key.Id, CancellationToken.None);

        Assert.Equal(key with { CreatedAt = Clock.GetUtcNow() }, found!.Key);
        Assert.Equal("acme", found.Tenant.Id);
        Assert.Null(await _store.FindKeyAsync("000000000000", CancellationToken.None));
        Assert.True(await _store.AnyKeyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task AddKeyAsync_CountsActiveKeysOfTheSameScopes()
    {
        await AddAsync("acme");
        StoredKey first = await AddKeyAsync("acme", KeyScopes.Read);
        await AddKeyAsync("acme", KeyScopes.Read, Clock.GetUtcNow().AddMinutes(1));

        Assert.Equal(KeyAddition.TooMany, await TryAddKeyAsync("acme", KeyScopes.Read));
        Assert.Equal(KeyAddition.Added, await TryAddKeyAsync("acme", KeyScopes.Submit));
        Assert.Equal(KeyAddition.Added, await TryAddKeyAsync("default", KeyScopes.Read));
        Assert.Equal(KeyAddition.NoTenant, await TryAddKeyAsync("nobody", KeyScopes.Read));

        await _store.RevokeKeyAsync("acme", first.Id, CancellationToken.None);
        Assert.Equal(KeyAddition.Added, await TryAddKeyAsync("acme", KeyScopes.Read));
        Assert.Equal(KeyAddition.TooMany, await TryAddKeyAsync("acme", KeyScopes.Read));
        Clock.Advance(60);
        Assert.Equal(KeyAddition.Added, await TryAddKeyAsync("acme", KeyScopes.Read));
    }

    [Fact]
    public async Task AddKeyAsync_AddsTwo_OfTwentyAtATime()
    {
        await AddAsync("acme");

        KeyAddition[] results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => TryAddKeyAsync("acme", KeyScopes.Read))));

        Assert.Equal(2, results.Count(r => r == KeyAddition.Added));
        Assert.Equal(18, results.Count(r => r == KeyAddition.TooMany));
    }

    [Fact]
    public async Task RevokeKeyAsync_IsForEver_AndOfTheTenantAlone()
    {
        await AddAsync("acme");
        StoredKey key = await AddKeyAsync("acme", KeyScopes.Read);
        DateTimeOffset revoked = Clock.GetUtcNow();

        Assert.False(await _store.RevokeKeyAsync("default", key.Id, CancellationToken.None));
        Assert.True(await _store.RevokeKeyAsync("acme", key.Id, CancellationToken.None));
        Clock.Advance(60);
        Assert.True(await _store.RevokeKeyAsync("acme", key.Id, CancellationToken.None));

        StoredKey listed = Assert.Single(await _store.ListKeysAsync("acme", CancellationToken.None));
        Assert.Equal((key.Id, revoked), (listed.Id, listed.RevokedAt));
        Assert.False(listed.IsActive(Clock.GetUtcNow()));
        Assert.Empty(await _store.ListKeysAsync("default", CancellationToken.None));
        Assert.True(await _store.AnyKeyAsync(CancellationToken.None));
    }

    protected abstract Task<ISqlDatabase> OpenAsync();

    protected abstract Task CloseAsync(ISqlDatabase database);

    private async Task AddAsync(string id) =>
        Assert.True(await _store.AddTenantAsync(new TenantAccount { Id = id }, CancellationToken.None));

    private async Task<StoredKey> AddKeyAsync(string tenant, KeyScopes scopes, DateTimeOffset? expiresAt = null)
    {
        StoredKey key = NewKey(tenant, scopes, expiresAt);
        Assert.Equal(KeyAddition.Added, await _store.AddKeyAsync(key, KeyIssuer.MaxActive, CancellationToken.None));
        return key;
    }

    private Task<KeyAddition> TryAddKeyAsync(string tenant, KeyScopes scopes) =>
        _store.AddKeyAsync(NewKey(tenant, scopes, null), KeyIssuer.MaxActive, CancellationToken.None);

    private static StoredKey NewKey(string tenant, KeyScopes scopes, DateTimeOffset? expiresAt)
    {
        ApiKey key = ApiKey.Create();
        return new StoredKey { Id = key.Id, TenantId = tenant, Hash = key.Hash, Scopes = scopes, ExpiresAt = expiresAt };
    }
}
