namespace BatchProcessing.Documents.Archives;

/// <summary>One entry as the directory of a ZIP archive describes it. Nothing of it is trusted.</summary>
/// <param name="Name">The raw name.</param>
/// <param name="Method">0 stored, 8 deflated.</param>
/// <param name="IsEncrypted">Whether a password is needed.</param>
/// <param name="Crc">The CRC-32 of the unpacked content.</param>
/// <param name="Packed">Bytes in the archive.</param>
/// <param name="Unpacked">Bytes of the content.</param>
/// <param name="Offset">Where its local header is.</param>
internal sealed record ZipEntryHeader(string Name, int Method, bool IsEncrypted, uint Crc, long Packed, long Unpacked, long Offset)
{
    /// <summary>The name as messages show it: shortened, without control characters.</summary>
    public string ShownName => MessageText.Shorten(Name);
}
