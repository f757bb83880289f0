using System.Net;
using System.Net.Sockets;

namespace BatchProcessing.Torture.Nodes;

/// <summary>A port for a server that is told its port.</summary>
public static class LoopbackPort
{
    /// <summary>A TCP port of 127.0.0.1 that nobody listens on now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
