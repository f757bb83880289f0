namespace BatchProcessing.Live;

/// <summary>The newest known state of something that is watched, and how its next one is waited for.</summary>
/// <typeparam name="T">The state; null when the thing is gone.</typeparam>
internal sealed class Watched<T>(T? state)
    where T : class
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>How many watch it. Guarded by the list it is in.</summary>
    public int Watchers { get; set; }

    /// <summary>The newest state, and a task that ends when there is a newer one.</summary>
    public (T? State, Task Changed) Current
    {
        get
        {
            lock (_gate) return (state, _changed.Task);
        }
    }

    /// <summary>Records a newer state and wakes those who wait for it.</summary>
    public void Change(T? newer)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            state = newer;
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
