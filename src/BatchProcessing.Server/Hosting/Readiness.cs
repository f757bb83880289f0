namespace BatchProcessing.Server.Hosting;

/// <summary>Whether the service has finished starting.</summary>
public sealed class Readiness
{
    private volatile bool _ready;

    /// <summary>Whether requests may be sent.</summary>
    public bool IsReady => _ready;

    /// <summary>Says that the start is over.</summary>
    public void Begin() => _ready = true;
}
