using BatchProcessing.Overview;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>The chunks of a batch as a grid of cells, coloured by their states; a cell says more when it is pointed at.</summary>
internal static class ChunkMap
{
    /// <summary>Above so many chunks a cell stands for several.</summary>
    public const int MaxCells = 2_000;

    private static readonly (string Style, string Text)[] Legend =
    [
        ("queued", "waits"), ("back", "put back"), ("running", "running"), ("done", "completed"),
        ("partly", "with failed documents"), ("given", "given up"), ("cancelled", "cancelled"),
    ];

    public static NonEscapedString Of(IReadOnlyList<ChunkCell> cells)
    {
        if (cells.Count == 0) return Markup.Empty;
        long chunks = cells.Sum(c => c.Chunks);
        string scale = chunks == cells.Count ? "a cell a chunk" : $"{cells.Count:N0} cells for {chunks:N0} chunks";
        return Markup.Of($"""
            <h3>Chunk map <small>{scale}</small></h3>
            <div class="bp-map" role="img" aria-label="Map of {chunks:N0} chunks">{Markup.Join(cells.Select(Cell))}</div>
            <p class="bp-legend">{Markup.Join(Legend.Select(l => Markup.Of($"""<span><i class="bp-{l.Style}"></i>{l.Text}</span> """)))}</p>
            """);
    }

    private static NonEscapedString Cell(ChunkCell cell) => Markup.Of($"""<i class="bp-{StyleOf(cell)}" title="{Title(cell)}"></i>""");

    private static string StyleOf(ChunkCell cell) => cell switch
    {
        { Running: > 0 } => "running",
        { GivenUp: > 0 } => "given",
        { PutBack: > 0 } => "back",
        { Queued: > 0 } => "queued",
        { Cancelled: > 0 } => "cancelled",
        { Failed: > 0 } => "partly",
        _ => "done",
    };

    private static string Title(ChunkCell cell)
    {
        string attempts = cell.Attempts == 1 ? "1 attempt" : $"{cell.Attempts:N0} attempts";
        List<string> parts = [$"Documents {cell.FirstOrdinal:N0}–{cell.EndOrdinal - 1:N0}", StateOf(cell), cell.Chunks == 1 ? attempts : $"{attempts} at most"];
        if (cell.Failed > 0) parts.Add($"{cell.Failed:N0} documents failed");
        if (cell.Node is not null) parts.Add($"node {cell.Node}");
        if (cell.JobId is not null) parts.Add($"job #{cell.JobId}");
        if (cell.LastError is not null) parts.Add($"last error: {cell.LastError}");
        return string.Join("\n", parts);
    }

    private static string StateOf(ChunkCell cell)
    {
        long completed = cell.Chunks - cell.Queued - cell.Running - cell.GivenUp - cell.Cancelled;
        (long Count, string Name)[] states =
        [
            (cell.Queued - cell.PutBack, "waits"), (cell.PutBack, "was put back"), (cell.Running, "running"), (completed, "completed"),
            (cell.GivenUp, "given up"), (cell.Cancelled, "cancelled"),
        ];
        return string.Join(", ", states.Where(s => s.Count > 0).Select(s => cell.Chunks == 1 ? s.Name : $"{s.Count:N0} {s.Name}"));
    }
}
