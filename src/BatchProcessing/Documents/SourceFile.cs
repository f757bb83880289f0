namespace BatchProcessing.Documents;

/// <summary>One input of an upload as it came in: what the batch can be checked against later.</summary>
/// <param name="Name">The cleaned file name, or null for a raw body.</param>
/// <param name="Sha256">The SHA-256 of its bytes after decompression, in lower-case hexadecimal.</param>
/// <param name="Bytes">How many bytes that are.</param>
/// <param name="Documents">Documents it gave, bad rows included.</param>
public sealed record SourceFile(string? Name, string Sha256, long Bytes, long Documents);
