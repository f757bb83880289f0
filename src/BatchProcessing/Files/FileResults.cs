using BatchProcessing.Batches;
using BatchProcessing.Chunks;

namespace BatchProcessing.Files;

/// <summary>Writes the results of a file chunk by chunk, in input order, each with a note in the journal.</summary>
internal sealed class FileResults : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly FileJournal _journal;
    private readonly CsvResultWriter? _csv;
    private readonly Tally _tally;

    /// <param name="work">The folder of the job.</param>
    /// <param name="job">What is written.</param>
    /// <param name="from">The step to go on from.</param>
    public FileResults(FileWork work, FileJob job, FileStep from)
    {
        _file = new FileStream(work.Results, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, 1 << 20);
        _file.SetLength(from.Length);
        _file.Position = from.Length;
        _journal = work.OpenJournal(from);
        _tally = Tally.FromJson(from.Tally);
        Step = from;
        if (job.IsCsv) _csv = new CsvResultWriter(_file, job.Analyses, hasHeader: from.Length == 0);
    }

    /// <summary>What is on the disk.</summary>
    public FileStep Step { get; private set; }

    /// <summary>The counts of all that is written.</summary>
    public Tally Tally => _tally;

    /// <summary>Writes the results of the next chunk.</summary>
    public async Task WriteAsync(ChunkResultLines lines, CancellationToken cancellationToken)
    {
        if (_csv is null) await _file.WriteAsync(lines.Lines, cancellationToken);
        else await _csv.WriteAsync(lines.Lines, cancellationToken);
        _file.Flush(flushToDisk: true);
        _tally.Add(lines.Tally);
        Step = new FileStep(Step.Chunks + 1, _file.Position, Step.Succeeded + lines.Succeeded, Step.Failed + lines.Failed, _tally.ToJson());
        _journal.Write(Step);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A table without rows has a header all the same.
        if (_csv is not null)
        {
            await _csv.FlushAsync(CancellationToken.None);
            await _csv.DisposeAsync();
        }

        _journal.Dispose();
        await _file.DisposeAsync();
    }
}
