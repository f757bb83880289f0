namespace BatchProcessing.Files;

/// <summary>How far the processing of a file has come.</summary>
/// <param name="Read">The part of the input that has been read, 0 to 1.</param>
/// <param name="Analysed">The part of the documents whose results are written, 0 to 1.</param>
public readonly record struct FileProgress(double Read, double Analysed);
