namespace BatchProcessing.Torture;

/// <summary>What must not be, and is; safe for calls from any thread.</summary>
public sealed class Violations
{
    private readonly Lock _lock = new();
    private readonly List<string> _texts = [];

    /// <summary>What was found, in the order of finding.</summary>
    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_lock) return [.. _texts];
        }
    }

    /// <summary>Adds one.</summary>
    public void Add(string text)
    {
        lock (_lock) _texts.Add(text);
    }

    /// <summary>Adds one unless a condition holds.</summary>
    public void Require(bool condition, string text)
    {
        if (!condition) Add(text);
    }
}
