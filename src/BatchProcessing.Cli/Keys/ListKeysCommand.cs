using System.CommandLine;
using System.Globalization;
using BatchProcessing.Tenants;

namespace BatchProcessing.Cli.Keys;

/// <summary><c>keys list</c>: one line for each key of a tenant, newest first.</summary>
internal static class ListKeysCommand
{
    public static Command Create()
    {
        var command = new Command("list", "Lists the keys of a tenant, revoked and expired ones too.")
        {
            KeyOptions.Tenant, KeyOptions.Data, KeyOptions.Connection,
        };
        command.SetAction((arguments, token) => KeyOptions.RunAsync(arguments, store => RunAsync(arguments, store, token), token));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, ITenantStore store, CancellationToken cancellationToken)
    {
        string tenant = arguments.GetRequiredValue(KeyOptions.Tenant);
        if (await store.FindTenantAsync(tenant, cancellationToken) is null)
            return await KeyOptions.FailAsync(arguments, $"There is no tenant '{tenant}'.");
        foreach (StoredKey key in await store.ListKeysAsync(tenant, cancellationToken))
        {
            await arguments.InvocationConfiguration.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{key.Id}  {StateOf(key)}  {key.Scopes.ToWire()}  made {key.CreatedAt:u}"));
        }

        return 0;
    }

    private static string StateOf(StoredKey key)
    {
        if (key.RevokedAt is { } revoked) return string.Create(CultureInfo.InvariantCulture, $"revoked {revoked:u}");
        if (key.ExpiresAt is not { } end) return "active";
        string verb = key.IsActive(DateTimeOffset.UtcNow) ? "active until" : "expired";
        return string.Create(CultureInfo.InvariantCulture, $"{verb} {end:u}");
    }
}
