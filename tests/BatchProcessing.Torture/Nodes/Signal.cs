using System.Runtime.InteropServices;

namespace BatchProcessing.Torture.Nodes;

/// <summary>POSIX signals to a process, by the numbers of Linux.</summary>
public static partial class Signal
{
    /// <summary>SIGTERM: asks it to end.</summary>
    public const int Terminate = 15;

    /// <summary>SIGCONT: lets a frozen process go on.</summary>
    public const int Continue = 18;

    /// <summary>SIGSTOP: freezes it; it cannot know.</summary>
    public const int Stop = 19;

    /// <summary>Sends a signal.</summary>
    /// <returns>False when the process is gone.</returns>
    public static bool Send(int process, int signal) => Kill(process, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
