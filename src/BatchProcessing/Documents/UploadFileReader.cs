using BatchProcessing.Documents.Archives;
using BatchProcessing.Documents.Charsets;
using BatchProcessing.Documents.Mail;
using BatchProcessing.Documents.Office;
using BatchProcessing.Documents.Text;

namespace BatchProcessing.Documents;

/// <summary>Reads the files of one upload, each by what it is, after a look at its first bytes.</summary>
/// <param name="table">How tables name their columns.</param>
/// <param name="spoolFolder">Where files that cannot be read from start to end are kept meanwhile; null for the system's temporary folder.</param>
public sealed class UploadFileReader(TableOptions table, string? spoolFolder = null)
{
    private readonly string _spoolFolder = spoolFolder ?? Path.GetTempPath();
    private readonly UnpackedTotal _unpacked = new();

    /// <summary>Reads a file to its end. What is wrong with the file itself is the error of one document.</summary>
    /// <param name="file">What the file is said to be.</param>
    /// <param name="stream">Its content.</param>
    /// <param name="intake">Takes its documents; its source has been begun.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UploadRejectedException">A table's header cannot be used, or a limit of the upload is passed.</exception>
    public async Task ReadAsync(DeclaredFile file, Stream stream, DocumentIntake intake, CancellationToken cancellationToken)
    {
        try
        {
            var budget = new UnpackBudget(intake.Options, _unpacked);
            if (file.Kind == FileKind.Archive)
                await new ArchiveReader(this, _spoolFolder).ReadAsync(file, stream, budget, intake, cancellationToken);
            else
                await ReadPartAsync(file, stream, budget, intake, cancellationToken);
        }
        catch (UnreadableFileException e)
        {
            intake.BeginSource(file.Name);
            if (intake.AddFailed(0, e.Code, e.Message)) await intake.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Reads a file that is no archive, on its own or from one.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be read, or no further.</exception>
    /// <exception cref="UploadRejectedException">A table's header cannot be used, or a limit of the upload is passed.</exception>
    internal Task ReadPartAsync(
        DeclaredFile file, Stream stream, UnpackBudget budget, DocumentIntake intake, CancellationToken cancellationToken) => file.Kind switch
        {
            FileKind.Text or FileKind.Markdown or FileKind.Html =>
                new TextFileReader(file.Kind, file.Charset).ReadAsync(stream, intake, cancellationToken),
            FileKind.Workbook or FileKind.WordDocument =>
                new OfficeFileReader(table, _spoolFolder).ReadAsync(file.Kind, stream, budget, intake, cancellationToken),
            _ => ReadLinesAsync(file, stream, intake, cancellationToken),
        };

    private async Task ReadLinesAsync(DeclaredFile file, Stream stream, DocumentIntake intake, CancellationToken cancellationToken)
    {
        await using var peeked = new PeekedStream(stream);
        ReadOnlyMemory<byte> start = await peeked.PeekAsync(FileSignature.Length, cancellationToken);
        if (FileSignature.BinaryFormat(start.Span) is { } format)
        {
            string named = file.Kind == FileKind.Email ? "a message" : "a table";
            throw new UnreadableFileException(ErrorCode.ContentMismatch, $"The file is named as {named} but is {format}.");
        }

        if (file.Kind == FileKind.Email)
        {
            await MailReader.ReadAsync(peeked, intake, cancellationToken);
            return;
        }

        await using Stream utf8 = await CharsetStream.OpenAsync(peeked, start, file.Charset, cancellationToken);
        await ReadTableAsync(file.Kind, utf8, intake, cancellationToken);
    }

    private Task ReadTableAsync(FileKind kind, Stream stream, DocumentIntake intake, CancellationToken cancellationToken) =>
        kind == FileKind.Csv
            ? new CsvDocumentReader(table).ReadAsync(stream, intake, cancellationToken)
            : new JsonLinesReader(table).ReadAsync(stream, intake, cancellationToken);
}
