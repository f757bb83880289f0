using System.Data.Common;
using System.Globalization;
using BatchProcessing.Blobs;
using BatchProcessing.Torture.Stores;
using Dapper;

namespace BatchProcessing.Torture.Checks;

/// <summary>Every blob that a row names is there, whole and of the last claim; a folder belongs to a batch.</summary>
internal sealed class BlobCheck(IStoreUnderTest store, Violations violations)
{
    // What a blob store holds beside the batches: trained models and the mark of its database.
    private static readonly string[] Others = ["models", BlobName.OwnerFolder];

    /// <summary>Checks all blobs; the nodes are down.</summary>
    public async Task RunAsync()
    {
        await using DbConnection connection = await store.OpenAsync();
        foreach (ChunkBlobs chunk in await connection.QueryAsync<ChunkBlobs>(
            """
            SELECT batch_id AS Batch, first_ordinal AS FirstOrdinal, document_count AS Documents, fence AS Fence, input_blob AS Input,
                   input_offset + input_length AS InputEnd, result_blob AS Result, result_length AS ResultLength
            FROM chunks WHERE state = 'completed'
            """))
        {
            Check(chunk);
        }

        HashSet<string> batches = [.. (await connection.QueryAsync<string>("SELECT id FROM batches"))
            .Select(id => Guid.Parse(id).ToString("N", CultureInfo.InvariantCulture))];
        foreach (string folder in Directory.EnumerateDirectories(store.BlobFolder).Select(f => Path.GetFileName(f)!))
            violations.Require(Others.Contains(folder) || batches.Contains(folder), $"Blob folder {folder}: belongs to no batch.");
    }

    private void Check(ChunkBlobs chunk)
    {
        string name = $"Batch {chunk.Batch}, chunk {chunk.FirstOrdinal}";
        var input = new FileInfo(Path.Combine(store.BlobFolder, chunk.Input));
        violations.Require(input.Exists && input.Length >= chunk.InputEnd, $"{name}: its input blob {chunk.Input} is missing or cut.");
        string path = Path.Combine(store.BlobFolder, chunk.Result);
        if (!File.Exists(path))
        {
            violations.Add($"{name}: its result blob {chunk.Result} is missing.");
            return;
        }

        byte[] lines = File.ReadAllBytes(path);
        violations.Require(lines.Length == chunk.ResultLength, $"{name}: its result blob has {lines.Length} bytes, {chunk.ResultLength} are recorded.");
        int count = lines.AsSpan().Count((byte)'\n');
        violations.Require(count == chunk.Documents, $"{name}: its result blob has {count} lines for {chunk.Documents} documents.");
        bool isLast = chunk.Result.EndsWith(string.Create(CultureInfo.InvariantCulture, $".{chunk.Fence}"), StringComparison.Ordinal);
        violations.Require(isLast, $"{name}: result blob {chunk.Result} is not that of the last claim, {chunk.Fence}.");
    }

    private sealed class ChunkBlobs
    {
        public string Batch { get; set; } = "";
        public long FirstOrdinal { get; set; }
        public long Documents { get; set; }
        public long Fence { get; set; }
        public string Input { get; set; } = "";
        public long InputEnd { get; set; }
        public string Result { get; set; } = "";
        public long ResultLength { get; set; }
    }
}
