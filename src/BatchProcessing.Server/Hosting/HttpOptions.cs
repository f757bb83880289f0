using System.ComponentModel.DataAnnotations;

namespace BatchProcessing.Server.Hosting;

/// <summary>What connections may take of a node. Section <c>Http</c>.</summary>
internal sealed class HttpOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Http";

    /// <summary>Connections at a time, 100–1,000,000; more are closed as they come. Default 5,000.</summary>
    [Range(100, 1_000_000)]
    public int MaxConnections { get; set; } = 5000;

    /// <summary>Bytes a second that a reader must take of what waits for it, 1–1,000,000; a slower one is cut off. Default 1,024.</summary>
    [Range(1, 1_000_000)]
    public int MinResponseBytesPerSecond { get; set; } = 1024;

    /// <summary>How long a reader may be slower than that, 2 s–5 min. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:05:00")]
    public TimeSpan ResponseGrace { get; set; } = TimeSpan.FromSeconds(10);
}
