using System.Globalization;
using BatchProcessing.Batches;
using BatchProcessing.Overview;
using Hangfire.Dashboard;
using Microsoft.AspNetCore.Http;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>What the list of batches is asked for, read from the address of the page.</summary>
internal sealed class ListQuery
{
    /// <summary>The state that is none of the store's: completed, and not all documents succeeded.</summary>
    public const string WithFailures = "completed-with-failures";

    public const string State = "state";
    public const string Tenant = "tenant";
    public const string Name = "name";
    public const string From = "from";
    public const string To = "to";
    public const string Before = "before";

    private static readonly string[] Filters = [State, Tenant, Name, From, To];

    private readonly IQueryCollection _query;
    private readonly List<string> _faults = [];

    public ListQuery(IQueryCollection query, int limit)
    {
        _query = query;
        string state = this[State];
        Filter = new BatchFilter
        {
            Status = state switch
            {
                "" => null,
                WithFailures => BatchStatus.Completed,
                _ => BatchLifecycle.TryParse(state, out BatchStatus status) ? status : Fault<BatchStatus?>(State, "one of the states in the list"),
            },
            WithFailures = state == WithFailures,
            TenantId = Text(Tenant),
            NamePart = Text(Name),
            From = TimeOf(From),
            To = TimeOf(To),
            Before = Guid.TryParse(this[Before], out Guid before) ? before : null,
            Limit = limit,
        };
    }

    /// <summary>What the store is asked.</summary>
    public BatchFilter Filter { get; }

    /// <summary>What could not be read, for the person.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Whether anything is filtered by.</summary>
    public bool IsFiltered => Filters.Any(f => this[f].Length > 0);

    /// <summary>A value as it was written; empty when it is not there.</summary>
    public string this[string name] => _query[name].ToString().Trim();

    /// <summary>The address of a page with the same filters.</summary>
    /// <param name="page">The page.</param>
    /// <param name="more">What is added.</param>
    public string Address(RazorPage page, params (string Name, string Value)[] more) => page.Url.To(BatchLinks.List)
        + QueryString.Create([.. Filters.Where(f => this[f].Length > 0).Select(f => KeyValuePair.Create(f, (string?)this[f])),
            .. more.Select(m => KeyValuePair.Create(m.Name, (string?)m.Value))]);

    private string? Text(string name)
    {
        string value = this[name];
        if (value.Contains('\0', StringComparison.Ordinal)) return Fault<string>(name, "text without a NUL character");
        return value.Length == 0 ? null : value;
    }

    private DateTimeOffset? TimeOf(string name)
    {
        string value = this[name];
        if (value.Length == 0) return null;
        return DateTimeOffset.TryParse(
            value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time : Fault<DateTimeOffset?>(name, "a time as 2026-12-01T09:30, in UTC");
    }

    private T? Fault<T>(string name, string wanted)
    {
        string value = this[name];
        _faults.Add($"{name} is '{(value.Length <= 40 ? value : value[..40])}' but must be {wanted}; the list is not filtered by it.");
        return default;
    }
}
