namespace BatchProcessing.Benchmarks.Plain;

/// <summary>A document as the plain jobs take it.</summary>
internal sealed record Comment(string Id, string Text);
