using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace BatchProcessing.Server.Telemetry;

/// <summary>
/// Writes aggregated metrics in Prometheus' text format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/), with the names that OpenTelemetry's rules give them
/// (https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/).
/// </summary>
internal sealed class PrometheusText
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["By"] = "bytes",
        ["1"] = "ratio",
    };

    // Of each name its heading and, by their labels, its values.
    private readonly OrderedDictionary<string, (string Heading, OrderedDictionary<string, double> Series)> _families = new(StringComparer.Ordinal);
    private readonly StringBuilder _labels = new();

    /// <summary>Adds a metric with all its points. What several meters measure under the same name and labels is summed.</summary>
    public void Add(Metric metric)
    {
        if (metric.MetricType == MetricType.ExponentialHistogram) return;
        bool isCounter = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
        string name = NameOf(metric, isCounter);
        string type = metric.MetricType switch
        {
            MetricType.Histogram => "histogram",
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            _ => "gauge",
        };
        string help = metric.Description.Length == 0 ? "" : $"# HELP {name} {Escape(metric.Description, isLabel: false)}\n";
        _families.TryAdd(name, ($"{help}# TYPE {name} {type}\n", new OrderedDictionary<string, double>(StringComparer.Ordinal)));
        OrderedDictionary<string, double> series = _families[name].Series;
        foreach (ref readonly MetricPoint point in metric.GetMetricPoints()) Add(series, name, metric.MetricType, in point);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach ((string heading, OrderedDictionary<string, double> series) in _families.Values.Where(f => f.Series.Count > 0))
        {
            text.Append(heading);
            foreach ((string labelled, double value) in series) text.Append(labelled).Append(' ').Append(NumberOf(value)).Append('\n');
        }

        return text.ToString();
    }

    private void Add(OrderedDictionary<string, double> series, string name, MetricType type, in MetricPoint point)
    {
        switch (type)
        {
            case MetricType.Histogram:
                AddHistogram(series, name, in point);
                break;
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                Add(series, name, in point, point.GetSumLong());
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                Add(series, name, in point, point.GetSumDouble());
                break;
            case MetricType.LongGauge:
                Add(series, name, in point, point.GetGaugeLastValueLong());
                break;
            default:
                Add(series, name, in point, point.GetGaugeLastValueDouble());
                break;
        }
    }

    private void AddHistogram(OrderedDictionary<string, double> series, string name, in MetricPoint point)
    {
        long count = 0;
        foreach (HistogramBucket bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            string bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : NumberOf(bucket.ExplicitBound);
            Add(series, $"{name}_bucket", in point, count, bound);
        }

        Add(series, $"{name}_sum", in point, point.GetHistogramSum());
        Add(series, $"{name}_count", in point, point.GetHistogramCount());
    }

    private void Add(OrderedDictionary<string, double> series, string name, in MetricPoint point, double value, string? bound = null)
    {
        _labels.Clear().Append(name);
        char before = '{';
        foreach (KeyValuePair<string, object?> tag in point.Tags)
        {
            AddLabel(before, SafeName(tag.Key), Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "");
            before = ',';
        }

        if (bound is not null)
        {
            AddLabel(before, "le", bound);
            before = ',';
        }

        if (before == ',') _labels.Append('}');
        string labelled = _labels.ToString();
        series[labelled] = series.GetValueOrDefault(labelled) + value;
    }

    private void AddLabel(char before, string name, string value) =>
        _labels.Append(before).Append(name).Append("=\"").Append(Escape(value, isLabel: true)).Append('"');

    private static string NameOf(Metric metric, bool isCounter)
    {
        string name = SafeName(metric.Name);
        if (Units.TryGetValue(metric.Unit, out string? unit) && !name.EndsWith(unit, StringComparison.Ordinal)) name = $"{name}_{unit}";
        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? $"{name}_total" : name;
    }

    private static string SafeName(string name) =>
        string.Create(name.Length, name, static (safe, source) =>
        {
            for (int i = 0; i < safe.Length; i++) safe[i] = char.IsAsciiLetterOrDigit(source[i]) && (i > 0 || !char.IsAsciiDigit(source[i])) ? source[i] : '_';
        });

    private static string NumberOf(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string text, bool isLabel)
    {
        string escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return isLabel ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
