using Polly;

namespace BatchProcessing.Processing;

/// <summary>
/// One chunk on its way through the chunk function. A range that throws is narrowed by halving down to the items that
/// throw: k faulty items among n cost at most about 2k·log2(n) further calls, and no item's output is lost to a neighbour.
/// </summary>
internal sealed class ChunkRun<TInput, TOutput>(
    ChunkFunction<TInput, TOutput> process,
    ResiliencePipeline retries,
    Func<Exception, bool> isTransient,
    ReadOnlyMemory<TInput> input,
    Memory<TOutput> output)
{
    /// <summary>
    /// Transient failures in a row after which the fault is an outage and no item's own. Above log2 of the largest chunk
    /// (17), so that the way down to one faulty item never reaches it.
    /// </summary>
    private const int OutageThreshold = 32;

    private ResiliencePipeline _retries = retries;
    private Stack<ChunkRange>? _open;
    private List<BatchError>? _errors;
    private int _transientInARow;
    private int _calls;

    /// <summary>Processes the chunk.</summary>
    /// <returns>The errors by ascending index; empty when every item succeeded.</returns>
    public async ValueTask<IReadOnlyList<BatchError>> RunAsync(CancellationToken cancellationToken)
    {
        var cause = await TryAsync(new ChunkRange(0, input.Length, 0), cancellationToken);
        while (_open is not null && _open.TryPop(out var range))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_transientInARow >= OutageThreshold)
                Fail(range, cause!);
            else
                cause = await TryAsync(range, cancellationToken) ?? cause;
        }

        return _errors ?? (IReadOnlyList<BatchError>)[];
    }

    private async ValueTask<Exception?> TryAsync(ChunkRange range, CancellationToken cancellationToken)
    {
        _calls = 0;
        try
        {
            await _retries.ExecuteAsync(
                static (call, token) => call.Run.CallAsync(call.Range, token), (Run: this, Range: range), cancellationToken);
            _transientInARow = 0;
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            NoteTransience(exception);
            Split(range with { Attempts = range.Attempts + _calls }, exception);
            return exception;
        }
    }

    private ValueTask CallAsync(ChunkRange range, CancellationToken cancellationToken)
    {
        _calls++;
        return process(
            input.Slice(range.Start, range.Length), output.Slice(range.Start, range.Length), cancellationToken);
    }

    private void NoteTransience(Exception exception)
    {
        if (isTransient(exception))
        {
            // A chunk waits out its retries once; the narrowing that follows must not wait at every step.
            _retries = ResiliencePipeline.Empty;
            _transientInARow++;
        }
        else
        {
            _transientInARow = 0;
        }
    }

    private void Split(ChunkRange range, Exception cause)
    {
        if (range.Length == 1)
        {
            Fail(range, cause);
            return;
        }

        // The first half is pushed last, so that ranges are tried, and errors found, in input order.
        var half = range.Length / 2;
        _open ??= [];
        _open.Push(new ChunkRange(range.Start + half, range.Length - half, range.Attempts));
        _open.Push(range with { Length = half });
    }

    private void Fail(ChunkRange range, Exception cause)
    {
        var code = isTransient(cause) ? BatchErrorCodes.RetriesExhausted : BatchErrorCodes.ProcessingFailed;
        output.Span.Slice(range.Start, range.Length).Clear();
        _errors ??= [];
        for (var index = range.Start; index < range.Start + range.Length; index++)
            _errors.Add(new BatchError(index, code, cause.Message, cause, range.Attempts));
    }

    /// <summary>A part of the chunk, and how often it was tried so far as a part of wider ranges.</summary>
    private readonly record struct ChunkRange(int Start, int Length, int Attempts);
}
