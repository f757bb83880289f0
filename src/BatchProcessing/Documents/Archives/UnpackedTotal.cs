namespace BatchProcessing.Documents.Archives;

/// <summary>The bytes that all files of an upload have unpacked to.</summary>
internal sealed class UnpackedTotal
{
    /// <summary>The bytes so far.</summary>
    public long Bytes { get; set; }
}
