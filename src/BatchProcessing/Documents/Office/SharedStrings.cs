using BatchProcessing.Documents.Archives;

namespace BatchProcessing.Documents.Office;

/// <summary>
/// The texts that cells of a workbook refer to by number. They stand in a part of their own before any row can be read
/// and may be most of the workbook, so they are kept on disk; memory holds where each begins.
/// </summary>
internal sealed class SharedStrings : IDisposable
{
    // Eight bytes each: 32 MiB. Excel holds at most 2^20 rows in a sheet.
    private const int MaxStrings = 4 << 20;

    private readonly SpoolFile _file;
    private readonly List<long> _starts = [];
    private readonly byte[] _block = new byte[4096];

    private readonly long _maxUsed;
    private long _used;

    private SharedStrings(SpoolFile file, long maxUsed) => (_file, _maxUsed) = (file, maxUsed);

    /// <summary>Reads the part to its end.</summary>
    /// <exception cref="UnreadableFileException">It is damaged, or holds too many texts.</exception>
    public static SharedStrings Read(PartXml? xml, string folder, UploadOptions limits)
    {
        var strings = new SharedStrings(SpoolFile.Create(folder), limits.MaxUnpackedBytes);
        try
        {
            if (xml is not null) strings.Fill(xml, new CellText(limits.MaxTextBytes));
            strings._starts.Add(strings._file.Length);
            strings._file.Flush();
            return strings;
        }
        catch
        {
            strings.Dispose();
            throw;
        }
    }

    /// <summary>Appends a text to a value.</summary>
    /// <returns>False when there is no text of that number.</returns>
    /// <exception cref="UnreadableFileException">
    /// All cells together have used more than a file may unpack to: one long text, referred to often, is a bomb as well.
    /// </exception>
    public bool AppendTo(CellText value, int number)
    {
        if (number < 0 || number >= _starts.Count - 1) return false;
        long at = _starts[number];
        _used += _starts[number + 1] - at;
        if (_used > _maxUsed) throw UnpackBudget.TooLarge($"The cells have more than {_maxUsed} bytes of shared texts.");
        while (at < _starts[number + 1] && !value.IsTooLong)
        {
            int count = _file.ReadAt(at, _block.AsSpan(0, (int)Math.Min(_block.Length, _starts[number + 1] - at)));
            value.Append(_block.AsSpan(0, count));
            at += count;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Fill(PartXml xml, CellText text)
    {
        while (xml.Read())
        {
            if (!xml.IsElement("si")) continue;
            if (_starts.Count == MaxStrings) throw UnpackBudget.TooLarge($"The workbook has more than {MaxStrings} shared texts.");
            _starts.Add(_file.Length);
            RichText.Read(xml, text);
            _file.Append(text.Utf8);
        }
    }
}
