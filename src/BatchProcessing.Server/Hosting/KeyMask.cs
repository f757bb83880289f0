using System.Text.RegularExpressions;
using BatchProcessing.Tenants;
using Serilog.Core;
using Serilog.Events;

namespace BatchProcessing.Server.Hosting;

/// <summary>
/// Leaves out of every logged value whatever looks like a key: callers write keys into paths, and the framework adds the
/// path of a request to all that is logged during it.
/// </summary>
internal sealed partial class KeyMask : ILogEventEnricher
{
    /// <inheritdoc/>
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        List<LogEventProperty>? masked = null;
        foreach ((string name, LogEventPropertyValue value) in logEvent.Properties)
        {
            if (value is not ScalarValue { Value: string text } || !text.Contains(ApiKey.Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            (masked ??= []).Add(new LogEventProperty(name, new ScalarValue(Hide(text))));
        }

        masked?.ForEach(logEvent.AddOrUpdateProperty);
    }

    /// <summary>A text without what looks like a key.</summary>
    public static string Hide(string text) => Key().Replace(text, $"{ApiKey.Prefix}…");

    // Mistyped and cut ones as well.
    [GeneratedRegex("bp_[A-Za-z0-9_]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Key();
}
