using System.Globalization;
using BatchProcessing.Overview;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>Documents a second over the time of a run, as a picture without scripts.</summary>
internal static class ThroughputChart
{
    /// <summary>Bars at the most.</summary>
    public const int Steps = 60;

    private const int BarWidth = 10;
    private const int Height = 90;

    public static NonEscapedString Of(Throughput throughput)
    {
        if (throughput.Documents.All(d => d == 0)) return Markup.Empty;
        double perSecond = 1 / throughput.Step.TotalSeconds;
        long most = throughput.Documents.Max();
        TimeSpan whole = throughput.Step * throughput.Documents.Count;
        return Markup.Of($"""
            <h3>Throughput <small>up to {most * perSecond:N0} documents/s</small></h3>
            <svg class="bp-chart" viewBox="0 0 {Steps * BarWidth} {Height}" preserveAspectRatio="none" role="img"
                 aria-label="Documents a second over {Durations.Short(whole)}">
              {Markup.Join(throughput.Documents.Select((d, i) => Bar(d, i, most, throughput.Step, perSecond)))}
            </svg>
            <p class="bp-axis"><span>start</span><span>{Durations.Short(whole)}</span></p>
            """);
    }

    private static NonEscapedString Bar(long documents, int index, long most, TimeSpan step, double perSecond)
    {
        if (documents == 0) return Markup.Empty;
        double height = Math.Max(1, (double)Height * documents / most);
        string y = (Height - height).ToString("0.#", CultureInfo.InvariantCulture);
        return Markup.Of(
            $"""<rect x="{index * BarWidth}" y="{y}" width="{BarWidth - 1}" height="{height:0.#}"><title>after {Durations.Short(step * index)}: {documents * perSecond:N0} documents/s</title></rect>""");
    }
}
