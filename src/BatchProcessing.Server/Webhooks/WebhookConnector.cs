using System.Net;
using System.Net.Sockets;
using BatchProcessing.Webhooks;

namespace BatchProcessing.Server.Webhooks;

/// <summary>
/// Connects to receivers: resolves the name itself and connects to the very address that it has checked, so that a name
/// that changes its mind leads nowhere else.
/// </summary>
/// <param name="addresses">Which may be reached.</param>
/// <param name="resolve">Looks a name up.</param>
internal sealed class WebhookConnector(WebhookAddresses addresses, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        DnsEndPoint end = context.DnsEndPoint;
        IPAddress[] found = IPAddress.TryParse(end.Host, out IPAddress? literal) ? [literal] : await FindAsync(end.Host, cancellationToken);
        IPAddress[] allowed = [.. found.Where(addresses.Allow)];
        if (allowed.Length == 0) throw new NoPublicAddressException(end.Host);
        for (int i = 0; ; i++)
        {
            var socket = new Socket(allowed[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(allowed[i], end.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i < allowed.Length - 1)
            {
                socket.Dispose(); // the next address may answer
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    // A name that nobody has and one of an internal network look alike: else tenants could list the latter.
    private async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await resolve(host, cancellationToken);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
