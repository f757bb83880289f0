using System.Runtime.ExceptionServices;

namespace BatchProcessing.MLNet.TextModels.Strangers;

/// <summary>Runs what loads a model on a thread of its own, with room for what ML.NET does by recursion: it parses formulas so.</summary>
internal static class LoadingThread
{
    private const int StackBytes = 64 << 20; // taken only as far as it is used

    /// <summary>Runs a function and gives what it gives, or throws what it throws.</summary>
    /// <exception cref="TimeoutException">It has not ended in time; nobody waits for it any more.</exception>
    public static T Run<T>(Func<T> load, TimeSpan limit)
    {
        T result = default!;
        ExceptionDispatchInfo? fault = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = load();
                }
                catch (Exception e)
                {
                    fault = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackBytes)
        {
            IsBackground = true,
            Name = "model loading",
        };
        thread.Start();
        if (!thread.Join(limit)) throw new TimeoutException();
        fault?.Throw();
        return result;
    }
}
