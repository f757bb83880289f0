namespace BatchProcessing.Server.Api.Uploads;

/// <summary>A part of a form that is taken whatever its file is called, within a limit of its own.</summary>
/// <param name="Name">The part's name.</param>
/// <param name="MaxBytes">Bytes that it may have.</param>
internal sealed record OwnPart(string Name, long MaxBytes);
