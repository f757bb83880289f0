using System.Text.RegularExpressions;

namespace BatchProcessing.Models;

/// <summary>What a model can be called.</summary>
public static partial class ModelName
{
    /// <summary>The rule, for messages.</summary>
    public const string Rule = "1 to 64 lower-case letters, digits and hyphens, starting with a letter";

    /// <summary>Whether a name follows the rule.</summary>
    public static bool IsValid(string name) => Names().IsMatch(name);

    [GeneratedRegex("^[a-z][a-z0-9-]{0,63}\\z")]
    private static partial Regex Names();
}
