namespace BatchProcessing.Torture.Client;

/// <summary>What must become of one document.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Error">The code of the error it must fail with; null when it must succeed.</param>
internal sealed record ExpectedDocument(string Id, string? Error);
