using System.Text.RegularExpressions;
using BatchProcessing.Documents;

namespace BatchProcessing.Models;

/// <summary>What a model can be called.</summary>
public static partial class ModelName
{
    /// <summary>The rule, for messages.</summary>
    public const string Rule = "1 to 64 lower-case letters, digits and hyphens, starting with a letter";

    /// <summary>Whether a name follows the rule.</summary>
    public static bool IsValid(string name) => Names().IsMatch(name);

    /// <summary>Refuses a name that breaks the rule, or that one of the service's own models has.</summary>
    /// <exception cref="UploadRejectedException">The reason.</exception>
    internal static async Task CheckAsync(string name, IModelStore store, CancellationToken cancellationToken)
    {
        if (!IsValid(name)) throw new UploadRejectedException("validation", $"name must be {Rule}.");
        if ((await store.ListAsync(ModelVersion.Shared, name, cancellationToken)).Count > 0)
            throw new UploadRejectedException("validation", $"name is '{name}', which is one of the service's own models; choose another.");
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,63}\\z")]
    private static partial Regex Names();
}
