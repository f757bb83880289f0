using BatchProcessing.Documents;
using BatchProcessing.Server.Api.Problems;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>The options of a request by name, each known and given once.</summary>
/// <param name="known">The names there are.</param>
internal sealed class OptionFields(IReadOnlyList<string> known)
{
    /// <summary>Characters of a column's name.</summary>
    public const int MaxColumnCharacters = 200;

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The options that have a value, by name, in an order that does not depend on the request's.</summary>
    public IEnumerable<(string Name, string Value)> Given => known.Order(StringComparer.Ordinal)
        .Where(name => Value(name) is not null)
        .Select(name => (name, Value(name)!));

    /// <summary>Takes an option.</summary>
    /// <exception cref="UploadRejectedException">There is no such option, or it was given before.</exception>
    public void Add(string key, string value)
    {
        if (!known.Contains(key, StringComparer.OrdinalIgnoreCase))
            throw Invalid($"There is no option '{Shorten(key)}'; the options are {string.Join(", ", known)}.");
        if (value.Contains('\0', StringComparison.Ordinal)) throw Invalid($"The option '{key}' has a NUL character.");
        if (!_values.TryAdd(key, value)) throw Invalid($"The option '{key}' is given twice.");
    }

    /// <summary>The value of an option, or null when it is missing or empty.</summary>
    public string? Value(string key) => _values.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;

    /// <summary>The value of an option that may not be longer than so many characters.</summary>
    /// <exception cref="UploadRejectedException">It is longer.</exception>
    public string? Value(string key, int maxCharacters)
    {
        string? value = Value(key);
        if (value?.Length > maxCharacters) throw Invalid($"{key} has {value.Length} characters, more than {maxCharacters}.");
        return value;
    }

    public static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    public static UploadRejectedException Invalid(string message) => new(ProblemType.Validation, message);
}
