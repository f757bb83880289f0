using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;

namespace BatchProcessing.Manifests;

/// <summary>
/// Checks downloaded results against a manifest: every document once and in order, the counts, and the hash of every
/// chunk. The results are streamed; at most one line of them is in memory.
/// </summary>
/// <param name="manifest">What the results should be.</param>
public sealed class ManifestCheck(BatchManifest manifest)
{
    private readonly Dictionary<string, long> _statuses = new(StringComparer.Ordinal);
    private readonly string?[] _hashes = new string?[manifest.Chunks.Count];
    private readonly CheckFaults _faults = new();
    private long _lines;
    private long _expected; // the ordinal that comes next
    private int _chunk;
    private bool _chunkHasResults;

    /// <summary>Reads the results to their end.</summary>
    /// <param name="results">The results as JSON Lines.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>What is wrong, one sentence each, the first of many; empty when nothing is.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(Stream results, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        PipeReader reader = PipeReader.Create(results, new StreamPipeReaderOptions(bufferSize: 256 << 10, leaveOpen: true));
        bool isOver = false;
        while (!isOver)
        {
            ReadResult read = await reader.ReadAsync(cancellationToken);
            SequencePosition taken = TakeLines(read.Buffer, hash);
            isOver = read.IsCompleted;
            if (isOver && !read.Buffer.Slice(taken).IsEmpty) _faults.Add("The last line of the results is cut off.");
            reader.AdvanceTo(taken, read.Buffer.End);
        }

        await reader.CompleteAsync();
        while (_chunk < _hashes.Length) EndChunk(hash);
        CheckSums();
        return _faults.List;
    }

    private SequencePosition TakeLines(ReadOnlySequence<byte> buffer, IncrementalHash hash)
    {
        var lines = new SequenceReader<byte>(buffer);
        while (lines.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n'))
        {
            ResultLine? parsed = ResultLine.Parse(line);
            long ordinal = parsed?.Ordinal ?? _expected;
            if (parsed is { } sound) _statuses[sound.Status] = _statuses.GetValueOrDefault(sound.Status) + 1;
            else _faults.Add($"Line {_lines + 1} is no result line.");
            if (ordinal != _expected) _faults.Add($"Line {_lines + 1} has ordinal {ordinal}; {_expected} should be there.");
            while (_chunk + 1 < _hashes.Length && ordinal >= manifest.Chunks[_chunk + 1].FirstOrdinal) EndChunk(hash);
            foreach (ReadOnlyMemory<byte> part in line) hash.AppendData(part.Span);
            hash.AppendData("\n"u8);
            _chunkHasResults |= parsed?.Status == "succeeded";
            _expected = ordinal + 1;
            _lines++;
        }

        return lines.Position;
    }

    private void EndChunk(IncrementalHash hash)
    {
        ManifestChunk chunk = manifest.Chunks[_chunk];
        string found = Convert.ToHexStringLower(hash.GetHashAndReset());
        // Documents without a result are shown from the input: there is no result to hash.
        _hashes[_chunk++] = chunk.Sha256 is null ? null : found;
        if (chunk.Sha256 is null && chunk.Bytes > 0)
            _faults.Add($"The chunk at document {chunk.FirstOrdinal} ended before hashes were kept and cannot be checked.");
        else if (chunk.Sha256 is null && _chunkHasResults)
            _faults.Add($"The chunk at document {chunk.FirstOrdinal} has results of an earlier run only, which cannot be checked; a retry makes them whole.");
        else if (chunk.Sha256 is not null && chunk.Sha256 != found)
            _faults.Add($"The chunk at document {chunk.FirstOrdinal} has SHA-256 {found}, not {chunk.Sha256}.");
        _chunkHasResults = false;
    }

    private void CheckSums()
    {
        Compare("lines in the results", _lines, manifest.Documents);
        Compare("documents that succeeded", _statuses.GetValueOrDefault("succeeded"), manifest.Succeeded);
        Compare("documents that failed", _statuses.GetValueOrDefault("failed"), manifest.Failed);
        Compare("documents that were not processed", _statuses.GetValueOrDefault("not-processed"), manifest.NotProcessed);
        Compare("documents in the manifest's chunks", manifest.Chunks.Sum(c => (long)c.Documents), manifest.Documents);
        if (manifest.Files.Count > 0)
            Compare("documents in the manifest's files", manifest.Files.Sum(f => f.Documents), manifest.Documents);
        string found = BatchManifest.HashOf(_hashes);
        if (found != manifest.ResultsSha256) _faults.Add($"The hash over all chunks is {found}, not {manifest.ResultsSha256}.");
    }

    private void Compare(string what, long found, long expected)
    {
        if (found != expected) _faults.Add($"There are {found} {what}; the batch says {expected}.");
    }
}
