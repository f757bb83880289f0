namespace BatchProcessing.Cli.Backup;

/// <summary>A blob that the rows of a database name, and what they say of it.</summary>
/// <param name="Name">Its name in the blob store.</param>
/// <param name="Length">Its length in bytes; its least one when <paramref name="IsWhole"/> is false.</param>
/// <param name="IsWhole">Whether the rows know where it ends.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal, if the rows know it.</param>
internal sealed record NamedBlob(string Name, long Length, bool IsWhole, string? Sha256)
{
    /// <summary>Its file in a data folder or a backup.</summary>
    public string File => $"{DataFiles.Blobs}/{Name}";

    /// <summary>What is wrong with the content that was found; null when nothing is.</summary>
    public string? FaultOf(FileDigest found)
    {
        if (found.Length < Length || (IsWhole && found.Length != Length))
            return $"Blob '{Name}' has {found.Length} bytes; the database says {(IsWhole ? "" : "at least ")}{Length}.";
        return Sha256 is null || found.Sha256 == Sha256 ? null : $"Blob '{Name}' is damaged: its SHA-256 is not the one in the database.";
    }
}
