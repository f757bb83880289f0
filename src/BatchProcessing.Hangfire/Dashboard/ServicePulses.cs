using BatchProcessing.Overview;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>The state of the service, measured once for all figures of a page, and for all who look within a second.</summary>
/// <param name="store">Measures.</param>
/// <param name="clock">Tells how old a measurement is.</param>
internal sealed class ServicePulses(IOverviewStore store, TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private Measurement? _last;

    /// <summary>The state, a second old at the most.</summary>
    public ServicePulse Latest()
    {
        if (_last is { } last && clock.GetElapsedTime(last.Time) < Age) return last.Pulse;
        long time = clock.GetTimestamp();
        ServicePulse pulse = store.MeasureAsync(CancellationToken.None).GetAwaiter().GetResult();
        _last = new Measurement(pulse, time);
        return pulse;
    }

    private sealed record Measurement(ServicePulse Pulse, long Time);
}
