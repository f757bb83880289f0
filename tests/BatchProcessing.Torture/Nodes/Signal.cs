using System.Runtime.InteropServices;

namespace BatchProcessing.Torture.Nodes;

/// <summary>POSIX signals to a process, by the numbers of Linux.</summary>
internal static partial class Signal
{
    /// <summary>SIGTERM: asks it to end.</summary>
    public const int Terminate = 15;

    /// <summary>SIGCONT: lets a frozen process go on.</summary>
    public const int Continue = 18;

    /// <summary>SIGSTOP: freezes it; it cannot know.</summary>
    public const int Stop = 19;

    /// <summary>Sends a signal; nothing happens when the process is gone.</summary>
    public static void Send(int process, int signal) => _ = Kill(process, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
