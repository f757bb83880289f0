namespace BatchProcessing.Server.Files;

/// <summary>A file of the service's own machine to be processed.</summary>
/// <param name="InputPath">The file, relative to <c>Files:Root</c>, with <c>/</c> between names.</param>
/// <param name="OutputPath">Where results go: <c>.csv</c> or <c>.jsonl</c>; replaced when they are complete.</param>
/// <param name="Analyses">The analyses, by default classification and sentiment.</param>
/// <param name="TextColumn">The column of the text, by default <c>text</c>.</param>
/// <param name="IdColumn">The column of the id, by default <c>id</c>.</param>
public sealed record ProcessFileRequest(
    string? InputPath, string? OutputPath, IReadOnlyList<string>? Analyses = null, string? TextColumn = null, string? IdColumn = null);
