namespace BatchProcessing.Torture.Lives;

/// <summary>Hands out the lives of all nodes of a run; safe for calls from any thread.</summary>
public interface ILifePlan
{
    /// <summary>How many lives are to end by SIGKILL.</summary>
    int Kills { get; }

    /// <summary>The next life, or null when the torture is over.</summary>
    /// <param name="toll">What has happened so far.</param>
    Life? Draw(Toll toll);
}
