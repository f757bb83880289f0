namespace BatchProcessing.Live;

/// <summary>The version a batch's row has.</summary>
/// <param name="Id">The batch.</param>
/// <param name="Version">It rises with every change.</param>
public readonly record struct BatchVersion(Guid Id, long Version);
