namespace BatchProcessing.Documents.Archives;

/// <summary>
/// The bytes that one file of an upload may still unpack to. What stands inside it, an Office document in an archive,
/// draws on the same budget, so that nesting multiplies nothing.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="total">What all files of the upload have unpacked to.</param>
internal sealed class UnpackBudget(UploadOptions options, UnpackedTotal total)
{
    // Below this a factor says nothing: an almost empty sheet of a real document is compressed a thousandfold.
    private const long RatioFloor = 1 << 20;

    // A file may have what is allowed to it, even where that is more than a request may bring.
    private readonly long _maxTotal = Math.Max(options.MaxRequestBytes, options.MaxUnpackedBytes);
    private long _left = options.MaxUnpackedBytes;

    /// <summary>Whether more was unpacked than may be: nothing further of the file can be read.</summary>
    public bool IsSpent => _left < 0 || total.Bytes > _maxTotal;

    /// <summary>Counts unpacked bytes of one entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="bytes">Bytes just unpacked.</param>
    /// <param name="unpacked">Bytes of the entry unpacked so far, those included.</param>
    /// <exception cref="UnreadableFileException">They are too many.</exception>
    public void Take(ZipEntryHeader entry, int bytes, long unpacked)
    {
        _left -= bytes;
        total.Bytes += bytes;
        if (_left < 0) throw TooLarge($"The file has more than {options.MaxUnpackedBytes} bytes when unpacked.");
        if (total.Bytes > _maxTotal) throw TooLarge($"The archives and Office documents of the upload have more than {_maxTotal} bytes when unpacked.");
        if (unpacked > RatioFloor && unpacked > entry.Packed * options.MaxUnpackedRatio)
            throw TooLarge($"'{entry.ShownName}' becomes more than {options.MaxUnpackedRatio} times larger when unpacked.");
    }

    /// <summary>A limit of unpacking is passed.</summary>
    public static UnreadableFileException TooLarge(string message) => new(ErrorCode.UnpackedTooLarge, message);
}
