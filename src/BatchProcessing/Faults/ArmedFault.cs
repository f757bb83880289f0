#if FAULT_INJECTION
using System.Diagnostics;
using System.Globalization;

namespace BatchProcessing.Faults;

/// <summary>The one point at which this process is to die.</summary>
internal sealed class ArmedFault
{
    private const string KillAt = "FAULT_KILL_AT";
    private const string Log = "FAULT_LOG";

    private readonly string _name;
    private readonly long _reaches;
    private readonly string? _log;
    private long _reached;

    private ArmedFault(string name, long reaches, string? log) => (_name, _reaches, _log) = (name, reaches, log);

    /// <summary>What the environment says; null when nothing is armed.</summary>
    public static ArmedFault? FromEnvironment { get; } = Parse(Environment.GetEnvironmentVariable(KillAt));

    /// <summary>Dies, after a line with the name is appended to the file that <c>FAULT_LOG</c> names.</summary>
    public void Reach(string name)
    {
        if (name != _name || Interlocked.Increment(ref _reached) != _reaches) return;
        if (_log is not null) File.AppendAllText(_log, name + "\n");
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }

    private static ArmedFault? Parse(string? armed)
    {
        if (string.IsNullOrEmpty(armed)) return null;
        int colon = armed.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !FaultPoint.All.Contains(armed[..colon])
            || !long.TryParse(armed.AsSpan(colon + 1), CultureInfo.InvariantCulture, out long reaches) || reaches < 1)
            throw new FormatException($"{KillAt} is '{armed}' but must be a fault point and a count from 1, as in {FaultPoint.MidChunk}:1.");
        return new ArmedFault(armed[..colon], reaches, Environment.GetEnvironmentVariable(Log));
    }
}
#endif
