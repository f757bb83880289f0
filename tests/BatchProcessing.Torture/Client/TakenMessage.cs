namespace BatchProcessing.Torture.Client;

/// <summary>A message about the end of a batch that was answered with 204.</summary>
/// <param name="Id">The value of <c>webhook-id</c>.</param>
/// <param name="BatchId">The batch.</param>
/// <param name="Run">The run that ended.</param>
internal sealed record TakenMessage(Guid Id, Guid BatchId, int Run);
