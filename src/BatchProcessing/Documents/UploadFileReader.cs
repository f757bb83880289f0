namespace BatchProcessing.Documents;

/// <summary>Reads one file of an upload by what it is, after a look at its first bytes.</summary>
/// <param name="table">How tables name their columns.</param>
public sealed class UploadFileReader(TableOptions table)
{
    /// <summary>Reads a file to its end.</summary>
    /// <param name="kind">What the file is said to be.</param>
    /// <param name="stream">Its content.</param>
    /// <param name="intake">Takes its documents; its source has been begun.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UploadRejectedException">A table's header cannot be used, or a limit of the upload is passed.</exception>
    public async Task ReadAsync(FileKind kind, Stream stream, DocumentIntake intake, CancellationToken cancellationToken)
    {
        if (kind is FileKind.Text or FileKind.Markdown or FileKind.Html)
        {
            await new TextFileReader(kind).ReadAsync(stream, intake, cancellationToken);
            return;
        }

        await using var table = new PeekedStream(stream);
        ReadOnlyMemory<byte> start = await table.PeekAsync(FileSignature.Length, cancellationToken);
        if (FileSignature.BinaryFormat(start.Span) is { } format)
        {
            intake.AddFailed(0, ErrorCode.ContentMismatch, $"The file is named as a table but is {format}.");
            return;
        }

        await ReadTableAsync(kind, table, intake, cancellationToken);
    }

    private Task ReadTableAsync(FileKind kind, Stream stream, DocumentIntake intake, CancellationToken cancellationToken) =>
        kind == FileKind.Csv
            ? new CsvDocumentReader(table).ReadAsync(stream, intake, cancellationToken)
            : new JsonLinesReader(table).ReadAsync(stream, intake, cancellationToken);
}
