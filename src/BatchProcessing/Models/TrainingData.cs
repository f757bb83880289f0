namespace BatchProcessing.Models;

/// <summary>The labelled rows a version is trained on, and how they are read.</summary>
/// <param name="TextColumn">The column of the texts.</param>
/// <param name="LabelColumn">The column of the labels; several are joined by <c>|</c>.</param>
/// <param name="Parts">The lengths in bytes of the blobs that hold the CSV file, in order.</param>
public sealed record TrainingData(string TextColumn, string LabelColumn, IReadOnlyList<long> Parts);
