namespace BatchProcessing.Manifests;

/// <summary>What a check found wrong: the first faults, and how many more there were.</summary>
internal sealed class CheckFaults
{
    private const int Kept = 20;

    private readonly List<string> _kept = [];
    private int _more;

    public IReadOnlyList<string> List => _more == 0 ? _kept : [.. _kept, $"And {_more} more faults."];

    public void Add(string fault)
    {
        if (_kept.Count < Kept) _kept.Add(fault);
        else _more++;
    }
}
