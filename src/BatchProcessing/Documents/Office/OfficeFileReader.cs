using BatchProcessing.Documents.Archives;

namespace BatchProcessing.Documents.Office;

/// <summary>Reads a workbook or a Word document by what its content is; macros are never looked at.</summary>
/// <param name="table">How tables name their columns.</param>
/// <param name="folder">Where files are kept while they are read.</param>
internal sealed class OfficeFileReader(TableOptions table, string folder)
{
    private const int SignatureBytes = 8;

    /// <summary>Reads a file to its end.</summary>
    /// <exception cref="UnreadableFileException">It cannot be read, or no further.</exception>
    /// <exception cref="UploadRejectedException">A table's header cannot be used, or a limit of the upload is passed.</exception>
    public async Task ReadAsync(
        FileKind kind, Stream stream, UnpackBudget budget, DocumentIntake intake, CancellationToken cancellationToken)
    {
        using SpoolFile spool = await SpoolFile.CopyAsync(folder, stream, cancellationToken);
        var start = new byte[SignatureBytes];
        int length = spool.ReadAt(0, start);
        if (FileSignature.IsCompoundFile(start))
        {
            if (CompoundFile.IsEncryptedPackage(spool))
                throw new UnreadableFileException(ErrorCode.Encrypted, "The file can only be opened with a password.");
            if (kind == FileKind.WordDocument) throw Mismatch("a Word document (docx)", "an old Office document");
            await new LegacyWorkbookReader(table).ReadAsync(spool, intake, cancellationToken);
            return;
        }

        if (!FileSignature.IsZip(start))
            throw Mismatch(kind == FileKind.Workbook ? "a workbook" : "a Word document", FileSignature.BinaryFormat(start.AsSpan(0, length)) ?? "none");
        await ReadPackageAsync(kind, spool, budget, intake, cancellationToken);
    }

    private async Task ReadPackageAsync(
        FileKind kind, SpoolFile spool, UnpackBudget budget, DocumentIntake intake, CancellationToken cancellationToken)
    {
        try
        {
            OfficePackage package = OfficePackage.Open(spool, intake.Options, budget);
            if (kind == FileKind.Workbook)
                await new WorkbookReader(table, folder).ReadAsync(package, intake, cancellationToken);
            else
                await WordReader.ReadAsync(package, intake, cancellationToken);
        }
        catch (Exception e) when (e is System.Xml.XmlException or System.Text.DecoderFallbackException)
        {
            throw UnreadableFileException.Corrupt($"The file's XML cannot be read: {e.Message}");
        }
    }

    internal static UnreadableFileException Mismatch(string named, string found) =>
        new(ErrorCode.ContentMismatch, $"The file is named as {named} but is {found}.");
}
