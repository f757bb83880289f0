using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchProcessing.Batches;

/// <summary>
/// Counts by group and key: the groups are the analyses (keys are labels) and <see cref="Errors"/> (keys are
/// error codes). Kept as one small JSON column beside the counters it must agree with.
/// </summary>
public sealed class Tally
{
    /// <summary>The group whose keys are the error codes of failed documents.</summary>
    public const string Errors = "errors";

    private readonly SortedDictionary<string, SortedDictionary<string, long>> _groups;

    /// <summary>An empty tally.</summary>
    public Tally() => _groups = new(StringComparer.Ordinal);

    private Tally(SortedDictionary<string, SortedDictionary<string, long>> groups) => _groups = groups;

    /// <summary>The counts of one group, empty when nothing was counted in it.</summary>
    public IReadOnlyDictionary<string, long> Group(string group) =>
        _groups.TryGetValue(group, out var counts) ? counts : new SortedDictionary<string, long>();

    /// <summary>Adds <paramref name="count"/> (which may be negative) to a key; keys that reach zero vanish.</summary>
    public void Add(string group, string key, long count)
    {
        if (count == 0) return;
        if (!_groups.TryGetValue(group, out var counts))
            _groups[group] = counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        long sum = counts.GetValueOrDefault(key) + count;
        if (sum == 0) counts.Remove(key);
        else counts[key] = sum;
    }

    /// <summary>Adds every count of <paramref name="other"/>.</summary>
    public void Add(Tally other) => Merge(other, 1);

    /// <summary>Takes every count of <paramref name="other"/> away: what a replaced chunk result had added.</summary>
    public void Subtract(Tally other) => Merge(other, -1);

    /// <summary>Forgets every count of a group.</summary>
    public void Clear(string group) => _groups.Remove(group);

    /// <summary>The tally as compact JSON: <c>{"group":{"key":n}}</c>.</summary>
    public string ToJson() => JsonSerializer.Serialize(_groups, TallyJson.Default.Groups);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such JSON.</exception>
    public static Tally FromJson(string json) =>
        new(JsonSerializer.Deserialize(json, TallyJson.Default.Groups) ?? new(StringComparer.Ordinal));

    private void Merge(Tally other, int sign)
    {
        foreach (var (group, counts) in other._groups)
        {
            foreach (var (key, count) in counts) Add(group, key, sign * count);
        }
    }
}

[JsonSerializable(typeof(SortedDictionary<string, SortedDictionary<string, long>>), TypeInfoPropertyName = "Groups")]
internal sealed partial class TallyJson : JsonSerializerContext;
