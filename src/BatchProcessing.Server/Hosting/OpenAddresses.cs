using System.Net;
using BatchProcessing.Tenants;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BatchProcessing.Server.Hosting;

/// <summary>Without keys the service may be reached from its own machine only: anything else stops the start.</summary>
internal static class OpenAddresses
{
    /// <exception cref="InvalidOperationException">The service has no keys and listens on an address that others can reach.</exception>
    public static async Task RequireKeysForOpenAddressesAsync(this WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        if (addresses?.Addresses.FirstOrDefault(IsOpen) is not { } open) return;
        if (await app.Services.GetRequiredService<ITenantStore>().AnyKeyAsync(CancellationToken.None)) return;
        throw new InvalidOperationException(
            $"The address '{open}' can be reached from other machines, and there are no keys. Use 127.0.0.1 or localhost in --urls, "
            + "or make a key first: BatchProcessing.Cli keys create --scopes submit,read,admin, with --data or --connection as this service has them.");
    }

    private static bool IsOpen(string address)
    {
        BindingAddress binding = BindingAddress.Parse(address);
        if (binding.IsUnixPipe || binding.Host == "localhost") return false;
        return !IPAddress.TryParse(binding.Host.Trim('[', ']'), out IPAddress? ip) || !IPAddress.IsLoopback(ip);
    }
}
