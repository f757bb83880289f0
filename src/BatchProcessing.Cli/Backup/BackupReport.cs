using System.Globalization;

namespace BatchProcessing.Cli.Backup;

/// <summary>What a backup or a restore moved.</summary>
/// <param name="Batches">Batches in the database.</param>
/// <param name="Blobs">Blobs they and the models name.</param>
/// <param name="Bytes">Bytes of those blobs.</param>
internal sealed record BackupReport(long Batches, long Blobs, long Bytes)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Bytes / 1e6:0.0} MB in {Blobs} blobs, {Batches} batch{(Batches == 1 ? "" : "es")}");
}
