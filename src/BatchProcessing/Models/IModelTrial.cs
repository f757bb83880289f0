using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.Models;

/// <summary>
/// Tries whether a model of somebody who is not trusted can be loaded, where it does no harm: a library may go round for ever
/// on a damaged file, or ask for more memory than there is.
/// </summary>
public interface IModelTrial
{
    /// <summary>Loads a file and forgets it.</summary>
    /// <returns>Why it cannot be used; null when it can.</returns>
    Task<string?> RunAsync(string fileName, byte[] file, StrangerLimits limits, CancellationToken cancellationToken);
}
