using System.Text.Json.Serialization;
using BatchProcessing.Batches;

namespace BatchProcessing.Server.Api;

/// <summary>
/// A page of batches that is read while it is written: the form of <see cref="Page{T}"/>, of which a reader that takes its
/// time holds a few rows only.
/// </summary>
internal sealed class BatchListing
{
    private const int FirstRows = 16;
    private const int MaxRows = 128;
    private const int MaxCharacters = 64 << 10;

    private readonly IBatchStore _store;
    private readonly BatchQuery _query;
    private readonly CancellationToken _cancellationToken;
    private BatchPart _part = new([], IsCut: false);
    private int _rows = FirstRows;
    private int _asked;

    private BatchListing(IBatchStore store, BatchQuery query, CancellationToken cancellationToken) =>
        (_store, _query, _cancellationToken) = (store, query with { MaxCharacters = MaxCharacters }, cancellationToken);

    /// <summary>What is on the page.</summary>
    [JsonPropertyOrder(0)]
    public IAsyncEnumerable<BatchResponse> Items => ReadAsync();

    /// <summary>Where the list goes on, known when the items are written; null at its end.</summary>
    [JsonPropertyOrder(1)]
    public string? NextCursor { get; private set; }

    /// <summary>Begins a page: a store that is away is found out before the answer begins.</summary>
    /// <param name="store">The batches.</param>
    /// <param name="query">Which of them; its limit is that of the page.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<BatchListing> BeginAsync(IBatchStore store, BatchQuery query, CancellationToken cancellationToken)
    {
        var listing = new BatchListing(store, query, cancellationToken);
        await listing.NextAsync(query.Before, query.Limit);
        return listing;
    }

    private async IAsyncEnumerable<BatchResponse> ReadAsync()
    {
        int left = _query.Limit;
        Guid? last = null;
        while (true)
        {
            foreach (Batch batch in _part.Batches)
            {
                if (left == 0)
                {
                    NextCursor = Cursor.AfterBatch(last!.Value);
                    yield break;
                }

                (last, left) = (batch.Id, left - 1);
                yield return BatchResponse.Of(batch);
            }

            if (!await NextAsync(last, left)) yield break;
        }
    }

    // One more than the page has room for tells whether the list goes on.
    private async Task<bool> NextAsync(Guid? before, int left)
    {
        if (!_part.IsCut && _part.Batches.Count < _asked) return false;
        _asked = Math.Min(_rows, left + 1);
        _part = await _store.ListAsync(_query with { Before = before, Limit = _asked }, _cancellationToken);
        _rows = _part.IsCut ? _part.Batches.Count : Math.Min(MaxRows, _rows * 2);
        return true;
    }
}
