using System.Globalization;
using System.Text;

namespace BatchProcessing.Chunks;

/// <summary>
/// What one slice of a pump worked on, in a line for people: the engine keeps it as the job's result. A slice that ends
/// hundreds of small batches names the first of them.
/// </summary>
public sealed class SliceLog
{
    private const int NamedBatches = 20;
    private const int NamedRanges = 8;

    private readonly Dictionary<Guid, Part> _parts = [];
    private readonly List<Guid> _named = [];
    private int _chunks;
    private long _documents;

    /// <summary>Notes a chunk whose work is over, whatever came of it.</summary>
    /// <param name="lease">The chunk.</param>
    /// <param name="isPutBack">It waits for another attempt.</param>
    public void Add(ChunkLease lease, bool isPutBack)
    {
        ArgumentNullException.ThrowIfNull(lease);
        _chunks++;
        _documents += lease.Chunk.DocumentCount;
        if (!_parts.TryGetValue(lease.BatchId, out Part? part))
        {
            _parts.Add(lease.BatchId, part = new Part());
            if (_named.Count < NamedBatches) _named.Add(lease.BatchId);
        }

        part.Add(lease.Chunk, isPutBack);
    }

    /// <summary>Notes that the slice ran a batch's continuation.</summary>
    public void Ended(Guid batchId)
    {
        if (_parts.TryGetValue(batchId, out Part? part)) part.IsEnded = true;
    }

    /// <summary>The line; null when the slice found nothing to do.</summary>
    public override string? ToString()
    {
        if (_chunks == 0) return null;
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{_chunks:N0} {(_chunks == 1 ? "chunk" : "chunks")}, {_documents:N0} documents of {_parts.Count:N0} {(_parts.Count == 1 ? "batch" : "batches")}");
        foreach (Guid id in _named) line.Append(CultureInfo.InvariantCulture, $"; {id}: {_parts[id]}");
        if (_parts.Count > _named.Count) line.Append(CultureInfo.InvariantCulture, $"; and {_parts.Count - _named.Count:N0} more batches");
        return line.ToString();
    }

    private sealed class Part
    {
        private readonly List<(long First, long End)> _ranges = [];
        private int _putBack;
        private bool _isCut;

        public bool IsEnded { get; set; }

        public void Add(Chunk chunk, bool isPutBack)
        {
            if (isPutBack) _putBack++;
            long end = chunk.FirstOrdinal + chunk.DocumentCount;
            if (_ranges.Count > 0 && _ranges[^1].End == chunk.FirstOrdinal) _ranges[^1] = (_ranges[^1].First, end);
            else if (_ranges.Count < NamedRanges) _ranges.Add((chunk.FirstOrdinal, end));
            else _isCut = true;
        }

        public override string ToString()
        {
            var text = new StringBuilder("documents ");
            text.AppendJoin(", ", _ranges.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.First}–{r.End - 1}")));
            if (_isCut) text.Append(", …");
            if (_putBack > 0) text.Append(CultureInfo.InvariantCulture, $", {_putBack} put back");
            if (IsEnded) text.Append(", and its continuation");
            return text.ToString();
        }
    }
}
