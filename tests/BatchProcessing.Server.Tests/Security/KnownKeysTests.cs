using BatchProcessing.Server.Security;
using BatchProcessing.Server.Storage;
using BatchProcessing.Tenants;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Tests.Security;

/// <summary>Two nodes over one database, each with what it knows of keys.</summary>
public sealed class KnownKeysTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TickingClock _clock = new();
    private readonly SqliteDatabase _database;
    private readonly SqlTenantStore _store;

    public KnownKeysTests()
    {
        _database = new SqliteDatabase(_folder["batches.db"], _clock);
        _store = new SqlTenantStore(_database);
    }

    [Fact]
    public async Task FindAsync_SeesARevocationOfAnotherNode_AfterTheCacheTime()
    {
        KnownKeys node = NewNode();
        (ApiKey? key, _) = await new KeyIssuer(_store).CreateAsync("default", KeyScopes.Read, null, CancellationToken.None);
        Assert.Null((await node.FindAsync(key!.Id, CancellationToken.None))!.Key.RevokedAt);

        await _store.RevokeKeyAsync("default", key.Id, CancellationToken.None);

        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Null((await node.FindAsync(key.Id, CancellationToken.None))!.Key.RevokedAt);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.NotNull((await node.FindAsync(key.Id, CancellationToken.None))!.Key.RevokedAt);
    }

    [Fact]
    public async Task FindAsync_SeesAtOnce_WhatThisNodeHasChanged()
    {
        KnownKeys node = NewNode();
        (ApiKey? key, _) = await new KeyIssuer(_store).CreateAsync("default", KeyScopes.Read, null, CancellationToken.None);
        await node.FindAsync(key!.Id, CancellationToken.None);
        await _store.RevokeKeyAsync("default", key.Id, CancellationToken.None);

        node.Forget();

        Assert.NotNull((await node.FindAsync(key.Id, CancellationToken.None))!.Key.RevokedAt);
    }

    [Fact]
    public async Task IsStillActiveAsync_IsFalse_OnceTheKeyHasExpired_OrTheFirstKeyWasMade()
    {
        KnownKeys node = NewNode();
        var local = new Caller((await node.FindLocalTenantAsync(CancellationToken.None))!, KeyScopes.All);
        Assert.True(await node.IsStillActiveAsync(local, CancellationToken.None));
        (ApiKey? key, _) = await new KeyIssuer(_store).CreateAsync(
            "default", KeyScopes.Read, _clock.GetUtcNow().AddSeconds(10), CancellationToken.None);
        var caller = new Caller(local.Tenant, KeyScopes.Read, key!.Id);

        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(await node.IsStillActiveAsync(local, CancellationToken.None));
        Assert.True(await node.IsStillActiveAsync(caller, CancellationToken.None));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await node.IsStillActiveAsync(caller, CancellationToken.None));
    }

    [Fact]
    public async Task FindLocalTenantAsync_GivesNobody_OnceAKeyWasMade_ForEver()
    {
        KnownKeys node = NewNode();
        Assert.Equal("default", (await node.FindLocalTenantAsync(CancellationToken.None))!.Id);

        (ApiKey? key, _) = await new KeyIssuer(_store).CreateAsync("default", KeyScopes.Read, null, CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await node.FindLocalTenantAsync(CancellationToken.None));

        await _store.RevokeKeyAsync("default", key!.Id, CancellationToken.None);
        node.Forget();
        Assert.Null(await node.FindLocalTenantAsync(CancellationToken.None));
        Assert.Null(await NewNode().FindLocalTenantAsync(CancellationToken.None));
    }

    public void Dispose()
    {
        _database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder.Dispose();
    }

    private KnownKeys NewNode() => new(_store, Options.Create(new TenantOptions()), _clock);
}
