using BatchProcessing.Batches;

namespace BatchProcessing.Overview;

/// <summary>Which batches of all tenants to list.</summary>
public sealed record BatchFilter
{
    /// <summary>Only those in this status, or all.</summary>
    public BatchStatus? Status { get; init; }

    /// <summary>Only those of which documents failed.</summary>
    public bool WithFailures { get; init; }

    /// <summary>Only this tenant's, or all.</summary>
    public string? TenantId { get; init; }

    /// <summary>Only those whose name contains this, ignoring case, or all.</summary>
    public string? NamePart { get; init; }

    /// <summary>Only those created then or later, or all.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those created before, or all.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only those older than this one: where the page before ended.</summary>
    public Guid? Before { get; init; }

    /// <summary>How many at most, from 1.</summary>
    public int Limit { get; init; } = 1;
}

/// <summary>A page of a list of batches.</summary>
/// <param name="Batches">The batches.</param>
/// <param name="Next">
/// The value of <see cref="BatchFilter.Before"/> for the next page; null when there is none. A page may be short, or even
/// empty, and still have a next one: only so many batches are looked at for it.
/// </param>
public sealed record BatchListPart(IReadOnlyList<Batch> Batches, Guid? Next);
