using System.Text;
using System.Text.Json;
using BatchProcessing.Blobs;
using BatchProcessing.Chunks;

namespace BatchProcessing.Files;

/// <summary>
/// The folder of a job: the input cut into chunks, the results so far, and a journal of how far they are sound. A run
/// that was killed is gone on with from the last entry of the journal whose results are on the disk.
/// </summary>
internal sealed class FileWork
{
    private readonly string _folder;
    private readonly string _chunks;
    private readonly string _journal;

    private FileWork(string folder)
    {
        _folder = folder;
        _chunks = Path.Combine(folder, "chunks.jsonl");
        _journal = Path.Combine(folder, "journal.jsonl");
        Results = Path.Combine(folder, "results");
        Directory.CreateDirectory(folder);
        Blobs = new FileSystemBlobStore(Path.Combine(folder, "blobs"));
    }

    /// <summary>The results, complete when the last chunk is written.</summary>
    public string Results { get; }

    /// <summary>The chunks of the input.</summary>
    public FileSystemBlobStore Blobs { get; }

    /// <summary>Where input is kept that cannot be read from start to end.</summary>
    public string Spool => Path.Combine(_folder, "spool");

    /// <summary>Opens the folder of a job; what another job has left in it is deleted.</summary>
    public static FileWork Open(string folder, string? identity)
    {
        string mark = Path.Combine(folder, "job");
        bool isSame = identity is not null && File.Exists(mark) && File.ReadAllText(mark) == identity;
        if (!isSame) Delete(folder);
        var work = new FileWork(folder);
        if (!isSame && identity is not null) Replace(mark, identity);
        return work;
    }

    /// <summary>Deletes the folder of a job.</summary>
    public static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>The chunks, when an earlier run had cut the whole input; null otherwise, and nothing is left of them.</summary>
    public IReadOnlyList<Chunk>? ReadChunks()
    {
        if (ChunkList.Parse(_chunks) is { } chunks) return chunks;
        File.Delete(_chunks);
        Delete(Path.Combine(_folder, "blobs"));
        File.Delete(_journal);
        return null;
    }

    /// <summary>Keeps the chunks of the whole input.</summary>
    public void WriteChunks(IReadOnlyList<Chunk> chunks) => Replace(_chunks, ChunkList.Format(chunks));

    /// <summary>How far the results are sound.</summary>
    public FileStep ReadStep()
    {
        if (!File.Exists(_journal) || !File.Exists(Results)) return FileStep.None;
        long length = new FileInfo(Results).Length;
        FileStep last = FileStep.None;
        foreach (string line in File.ReadLines(_journal))
        {
            if (Parse(line) is not { } step || step.Length > length) break;
            last = step;
        }

        return last;
    }

    /// <summary>Opens the journal to go on after a step.</summary>
    public FileJournal OpenJournal(FileStep from) => new(_journal, from);

    private static FileStep? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<FileStep>(line);
        }
        catch (JsonException)
        {
            return null; // the process was killed while it wrote the line
        }
    }

    private static void Replace(string path, string content)
    {
        string partial = path + ".partial";
        using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(Encoding.UTF8.GetBytes(content));
            file.Flush(flushToDisk: true); // or a power cut may leave the new name with no content
        }

        File.Move(partial, path, overwrite: true);
    }
}
