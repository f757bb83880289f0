using System.ComponentModel.DataAnnotations;

namespace BatchProcessing.Webhooks;

/// <summary>How callers are told of the ends of batches. Section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Webhooks";

    /// <summary>Tries of one delivery, 1–100. Default 10, which with the default delays is about three days.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 10;

    /// <summary>The wait before the second try, 10 ms–1 h; each further one is five times as long. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait between two tries, also when the receiver asks for a longer one, 1 s–7 days. Default 22 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromHours(22);

    /// <summary>How long one try may take, from the look-up of the name to the answer's headers, 100 ms–5 min. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Tries in progress at one host at a time on all nodes, 1–256, so that a slow one leaves workers to the others. Default 4.</summary>
    [Range(1, 256)]
    public int MaxPerHost { get; set; } = 4;

    /// <summary>Registered webhooks a tenant may have, 1–10,000. Default 100.</summary>
    [Range(1, 10_000)]
    public int MaxPerTenant { get; set; } = 100;

    /// <summary>How long the secret before the last rotation signs as well, 1 s–30 days. Default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan SecretGrace { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Networks that webhooks may reach although they are not public, as <c>10.1.0.0/16</c> or <c>fd00::/8</c>. Default none:
    /// only public addresses are reached.
    /// </summary>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];
}
