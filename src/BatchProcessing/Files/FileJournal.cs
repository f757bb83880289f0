using System.Text.Json;

namespace BatchProcessing.Files;

/// <summary>Notes step by step what is on the disk.</summary>
internal sealed class FileJournal : IDisposable
{
    private readonly FileStream _file;

    public FileJournal(string path, FileStep from)
    {
        // Begun anew with the step to go on from: what came after it in an earlier run was not sound.
        File.WriteAllText(path + ".partial", JsonSerializer.Serialize(from) + "\n");
        File.Move(path + ".partial", path, overwrite: true);
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    /// <summary>Notes a step; the results it tells of have been flushed.</summary>
    public void Write(FileStep step)
    {
        JsonSerializer.Serialize(_file, step);
        _file.WriteByte((byte)'\n');
        _file.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
