using System.CommandLine;
using BatchProcessing.Tenants;

namespace BatchProcessing.Cli.Keys;

/// <summary><c>keys create</c>: makes a key, and its tenant when that is missing. The key alone goes to standard output.</summary>
internal static class CreateKeyCommand
{
    private static readonly Option<string> Scopes = new("--scopes")
    {
        Description = "Any of submit, read and admin, joined by commas.",
        DefaultValueFactory = _ => "submit,read",
    };

    private static readonly Option<string?> Tier = new("--tier") { Description = "Tier of a tenant that is made with its key: standard (default) or vip." };

    private static readonly Option<DateTimeOffset?> Expires = new("--expires")
    {
        Description = "How long it is good: 90d, 12h or a time as 2027-01-31T18:30:00Z. Default: until it is revoked.",
        CustomParser = KeyOptions.ParseExpiry,
    };

    public static Command Create()
    {
        var command = new Command("create", "Makes a key. It is shown once: the database keeps its SHA-256 only.")
        {
            KeyOptions.Tenant, Scopes, Tier, Expires, KeyOptions.Data, KeyOptions.Connection,
        };
        Tier.AcceptOnlyFromAmong("standard", "vip");
        command.SetAction((arguments, token) => KeyOptions.RunAsync(arguments, store => RunAsync(arguments, store, token), token));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, ITenantStore store, CancellationToken cancellationToken)
    {
        string tenant = arguments.GetRequiredValue(KeyOptions.Tenant);
        string[] names = arguments.GetRequiredValue(Scopes).Split(',', StringSplitOptions.TrimEntries);
        if (!KeyScopeNames.TryParse(names, out KeyScopes scopes))
            return await KeyOptions.FailAsync(arguments, $"--scopes must name any of {KeyScopes.All.ToWire()}.");
        if (await AddTenantAsync(arguments, store, tenant, cancellationToken) is { } fault) return await KeyOptions.FailAsync(arguments, fault);
        (ApiKey? key, _) = await new KeyIssuer(store).CreateAsync(tenant, scopes, arguments.GetValue(Expires), cancellationToken);
        if (key is null)
        {
            return await KeyOptions.FailAsync(
                arguments, $"The tenant '{tenant}' has {KeyIssuer.MaxActive} active keys of the scopes {scopes.ToWire()}; revoke one first.");
        }

        await arguments.InvocationConfiguration.Error.WriteLineAsync(
            $"Key {key.Id} of tenant {tenant}, scopes {scopes.ToWire()}. It is not shown again.");
        await arguments.InvocationConfiguration.Output.WriteLineAsync(key.Text);
        return 0;
    }

    /// <summary>Adds the tenant if it is missing.</summary>
    /// <returns>What is wrong, or null.</returns>
    private static async Task<string?> AddTenantAsync(
        ParseResult arguments, ITenantStore store, string id, CancellationToken cancellationToken)
    {
        string? asked = arguments.GetValue(Tier);
        TenantTier tier = asked == TenantTier.Vip.ToWire() ? TenantTier.Vip : TenantTier.Standard;
        if (await store.AddTenantAsync(new TenantAccount { Id = id, Tier = tier }, cancellationToken)) return null;
        TenantAccount there = (await store.FindTenantAsync(id, cancellationToken))!;
        return asked is null || there.Tier == tier
            ? null
            : $"The tenant '{id}' is there with tier {there.Tier.ToWire()}; PUT /api/tenants/{id} changes that.";
    }
}
