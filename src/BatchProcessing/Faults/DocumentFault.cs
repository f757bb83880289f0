using System.Diagnostics;

namespace BatchProcessing.Faults;

/// <summary>
/// Documents whose analysis does what no analysis should. Debug builds can be told which texts those are; in release
/// builds the call is not compiled.
/// </summary>
internal static class DocumentFault
{
    /// <summary>
    /// Kills the process when the text holds the value of the environment variable <c>FAULT_KILL_TEXT</c>, never returns
    /// when it holds that of <c>FAULT_HANG_TEXT</c>, and takes four seconds when it holds that of <c>FAULT_SLOW_TEXT</c>.
    /// </summary>
    [Conditional("FAULT_INJECTION")]
    public static void Analyse(ReadOnlySpan<byte> text)
    {
#if FAULT_INJECTION
        if (Kill.IsIn(text))
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            Thread.Sleep(Timeout.Infinite);
        }

        if (Hang.IsIn(text)) Thread.Sleep(Timeout.Infinite);
        if (Slow.IsIn(text)) Thread.Sleep(TimeSpan.FromSeconds(4));
#endif
    }

#if FAULT_INJECTION
    private static readonly Marker Kill = new("FAULT_KILL_TEXT");
    private static readonly Marker Hang = new("FAULT_HANG_TEXT");
    private static readonly Marker Slow = new("FAULT_SLOW_TEXT");

    private sealed class Marker(string variable)
    {
        private readonly byte[] _utf8 = System.Text.Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(variable) ?? "");

        public bool IsIn(ReadOnlySpan<byte> text) => _utf8.Length > 0 && text.IndexOf(_utf8) >= 0;
    }
#endif
}
