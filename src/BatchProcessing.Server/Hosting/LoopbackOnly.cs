using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BatchProcessing.Server.Hosting;

/// <summary>Without keys the service may be reached from its own machine only: anything else stops the start.</summary>
internal static class LoopbackOnly
{
    /// <exception cref="InvalidOperationException">The service listens on an address that others can reach.</exception>
    public static void RequireLoopback(this WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        foreach (string address in addresses?.Addresses ?? [])
        {
            BindingAddress binding = BindingAddress.Parse(address);
            if (binding.IsUnixPipe || binding.Host == "localhost") continue;
            if (IPAddress.TryParse(binding.Host.Trim('[', ']'), out IPAddress? ip) && IPAddress.IsLoopback(ip)) continue;
            throw new InvalidOperationException(
                $"The address '{address}' can be reached from other machines, and there are no keys yet. Use 127.0.0.1 or localhost in --urls.");
        }
    }
}
