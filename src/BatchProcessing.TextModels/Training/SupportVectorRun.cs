namespace BatchProcessing.TextModels.Training;

/// <summary>One solution of the problems of all machines, by its own order of the rows.</summary>
internal sealed class SupportVectorRun
{
    // 2^32 / golden ratio: the runs of one seed are not those of the next.
    private const uint SeedStep = 0x9E3779B9;

    private readonly Random _random;

    /// <summary>Prepares a run.</summary>
    /// <param name="problems">The problems to solve.</param>
    /// <param name="seed">Seed of all runs.</param>
    /// <param name="run">Number of the run, from 0.</param>
    public SupportVectorRun(SupportVectorProblem[] problems, int seed, int run)
    {
        _random = new Random(unchecked(seed + (int)((uint)run * SeedStep)));
        Order = [.. Enumerable.Range(0, problems[0].Matrix.Rows)];
        Blocks = Array.ConvertAll(problems, problem => new SupportVectorBlock(problem));
    }

    /// <summary>The order of the rows.</summary>
    public int[] Order { get; }

    /// <summary>The machines, eight a block.</summary>
    public SupportVectorBlock[] Blocks { get; }

    /// <summary>Puts the rows in a new order.</summary>
    public void ShuffleRows() => _random.Shuffle(Order);
}
