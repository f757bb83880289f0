namespace BatchProcessing.Documents.Archives;

/// <summary>Reads a ZIP archive: every entry is a file of the upload, and what is wrong with one is that one's error.</summary>
/// <param name="files">Reads the entries.</param>
/// <param name="folder">Where archives are kept while they are read.</param>
internal sealed class ArchiveReader(UploadFileReader files, string folder)
{
    /// <summary>Reads an archive to its last entry.</summary>
    /// <exception cref="UnreadableFileException">The archive itself cannot be read, or has passed its limits.</exception>
    /// <exception cref="UploadRejectedException">A table's header cannot be used, or a limit of the upload is passed.</exception>
    public async Task ReadAsync(
        DeclaredFile archive, Stream stream, UnpackBudget budget, DocumentIntake intake, CancellationToken cancellationToken)
    {
        using SpoolFile spool = await SpoolFile.CopyAsync(folder, stream, cancellationToken);
        ZipContents contents = ZipContents.Open(spool, intake.Options, budget);
        ZipEntryHeader[] entries = [.. contents.Entries.Where(e => EntryName.IsFile(e.Name))];
        if (entries.Length == 0) throw new UnreadableFileException(ErrorCode.Empty, "The archive has no file.");
        foreach (ZipEntryHeader entry in entries)
        {
            string name = NameOf(archive, entry);
            intake.BeginSource(name);
            await ReadEntryAsync(contents, entry, name, budget, intake, cancellationToken);
            if (budget.IsSpent) return;
        }
    }

    private async Task ReadEntryAsync(
        ZipContents contents, ZipEntryHeader entry, string name, UnpackBudget budget, DocumentIntake intake, CancellationToken cancellationToken)
    {
        try
        {
            var file = new DeclaredFile(name, KindOf(name));
            await using Stream unpacked = contents.Open(entry);
            await files.ReadPartAsync(file, unpacked, budget, intake, cancellationToken);
            // A reader that gave up early has not seen the end, where size and checksum are compared.
            await unpacked.CopyToAsync(Stream.Null, cancellationToken);
        }
        catch (UnreadableFileException e)
        {
            if (intake.AddFailed(0, e.Code, e.Message)) await intake.FlushAsync(cancellationToken);
        }
        catch (UploadRejectedException e) when (e.Type is "missing-column" or "duplicate-header" or "too-many-columns")
        {
            throw new UploadRejectedException(e.Type, $"{name}: {e.Message}");
        }
    }

    private static string NameOf(DeclaredFile archive, ZipEntryHeader entry)
    {
        try
        {
            return EntryName.Clean(archive.Name, entry.Name);
        }
        catch (UploadRejectedException)
        {
            throw UnreadableFileException.Corrupt("An entry of the archive has no usable name.");
        }
    }

    private static FileKind KindOf(string name)
    {
        FileKind kind;
        try
        {
            kind = FileName.KindOf(name);
        }
        catch (UploadRejectedException e)
        {
            throw new UnreadableFileException(ErrorCode.UnsupportedFileType, e.Message);
        }

        return kind == FileKind.Archive
            ? throw new UnreadableFileException(ErrorCode.UnsupportedFileType, "An archive inside an archive is not read.")
            : kind;
    }
}
