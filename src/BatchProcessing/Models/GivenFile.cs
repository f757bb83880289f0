namespace BatchProcessing.Models;

/// <summary>A version's file as it is given away.</summary>
/// <param name="Content">The file, which the taker closes; it can be read from anywhere.</param>
/// <param name="Extension">What the file's name ends in, for example <c>.btm</c>.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
public sealed record GivenFile(Stream Content, string Extension, string Sha256);
