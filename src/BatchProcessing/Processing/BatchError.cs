namespace BatchProcessing.Processing;

/// <summary>Why one item of a batch or stream has no output.</summary>
/// <param name="Index">0-based place of the item in the input.</param>
/// <param name="Code">A stable code of <see cref="BatchErrorCodes"/>.</param>
/// <param name="Message">A message for people.</param>
/// <param name="Exception">What the chunk function threw for this item.</param>
/// <param name="Attempts">How often the item was tried, alone or among others.</param>
public sealed record BatchError(long Index, string Code, string Message, Exception? Exception, int Attempts);
