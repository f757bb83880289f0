#if FAULT_INJECTION
using System.Diagnostics;
using System.Globalization;

namespace BatchProcessing.Faults;

/// <summary>What is to happen at one fault point, once.</summary>
internal sealed class ArmedFault
{
    private readonly string _name;
    private readonly long _reaches;
    private readonly Action _strike;
    private long _reached;

    private ArmedFault(string name, long reaches, Action strike) => (_name, _reaches, _strike) = (name, reaches, strike);

    /// <summary>What the environment says.</summary>
    public static IReadOnlyList<ArmedFault> FromEnvironment { get; } =
    [
        .. Parse(FaultVariable.KillAt, parts: 2, a => new ArmedFault(a[0], Count(a[1]), () => Die(a[0]))),
        .. Parse(FaultVariable.HoldAt, parts: 3, a => new ArmedFault(a[0], Count(a[1]), () => Hold(a[0], (int)Count(a[2])))),
    ];

    /// <summary>Strikes at the n-th call with the armed name.</summary>
    public void Reach(string name)
    {
        if (name == _name && Interlocked.Increment(ref _reached) == _reaches) _strike();
    }

    private static void Die(string name)
    {
        Note(name);
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }

    private static void Hold(string name, int milliseconds)
    {
        Thread.Sleep(milliseconds);
        Note(name);
    }

    private static void Note(string name)
    {
        if (Environment.GetEnvironmentVariable(FaultVariable.Log) is { Length: > 0 } log) File.AppendAllText(log, name + "\n");
    }

    private static IEnumerable<ArmedFault> Parse(string variable, int parts, Func<string[], ArmedFault> arm)
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } value) yield break;
        string[] given = value.Split(':');
        if (given.Length != parts || !FaultPoint.All.Contains(given[0]))
            throw new FormatException($"{variable} is '{value}' but must have {parts} parts, the first a fault point, the others numbers.");
        yield return arm(given);
    }

    private static long Count(string number) => long.Parse(number, CultureInfo.InvariantCulture);
}
#endif
