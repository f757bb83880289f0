using System.Globalization;
using System.Security.Cryptography;
using BatchProcessing.Blobs;
using BatchProcessing.Models;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BatchProcessing.Cli.Backup;

/// <summary>A copy of a service's SQLite database, as of one moment.</summary>
internal sealed class SnapshotDatabase : IDisposable
{
    // previous_blob: the result of an earlier run, from which a retry of the batch takes what had succeeded.
    private const string ChunkBlobs = """
        SELECT input_blob AS Name, MAX(input_offset + input_length) AS Length, 0 AS IsWhole, NULL AS Sha256
        FROM chunks GROUP BY input_blob
        UNION ALL
        SELECT result_blob, result_length, 1, result_hash FROM chunks WHERE result_blob IS NOT NULL
        UNION ALL
        SELECT previous_blob, MAX(previous_length), 0, NULL
        FROM chunks WHERE previous_blob IS NOT NULL GROUP BY previous_blob
        ORDER BY 1
        """;

    private readonly SqliteConnection _connection;

    /// <summary>Opens a snapshot.</summary>
    public SnapshotDatabase(string path) => _connection = Open(path, SqliteOpenMode.ReadOnly);

    /// <summary>Copies a database that may be in use: SQLite's online backup sees one commit's state and stops no writer.</summary>
    /// <param name="source">The database file of the service.</param>
    /// <param name="target">A file to make.</param>
    public static void Take(string source, string target)
    {
        using SqliteConnection from = Open(source, SqliteOpenMode.ReadWrite);
        using SqliteConnection to = Open(target, SqliteOpenMode.ReadWriteCreate);
        from.BackupDatabase(to);
        to.Execute("PRAGMA journal_mode = DELETE"); // one file, no log beside it; the service turns the log on again
    }

    /// <summary>What SQLite finds wrong with the file and its references.</summary>
    public IReadOnlyList<string> Faults()
    {
        IEnumerable<string> file = _connection.Query<string>("PRAGMA integrity_check").Where(answer => answer != "ok");
        IEnumerable<string> references = _connection.Query<string>("SELECT \"table\" || ' refers to no ' || parent FROM pragma_foreign_key_check");
        return [.. file.Concat(references).Select(fault => $"The database is damaged: {fault}.")];
    }

    /// <summary>How many batches there are.</summary>
    public long CountBatches() => _connection.ExecuteScalar<long>("SELECT COUNT(*) FROM batches");

    /// <summary>Every blob that a row names.</summary>
    /// <exception cref="BackupFaultException">A row names what cannot be a blob.</exception>
    public IEnumerable<NamedBlob> Blobs()
    {
        foreach (BlobRow row in _connection.Query<BlobRow>(ChunkBlobs, buffered: false))
        {
            yield return Named(row.Name, row.Length, row.IsWhole, row.Sha256);
        }

        foreach (ModelRow row in _connection.Query<ModelRow>("SELECT id, state, checksum, data_parts AS DataParts FROM models ORDER BY id"))
        {
            foreach (NamedBlob blob in BlobsOf(row)) yield return blob;
        }
    }

    public void Dispose() => _connection.Dispose();

    private static IEnumerable<NamedBlob> BlobsOf(ModelRow model)
    {
        if (!Guid.TryParse(model.Id, CultureInfo.InvariantCulture, out Guid id)) throw ImpossibleModel("id", model.Id);
        if (model.State == "ready")
        {
            if (!IsSha256(model.Checksum)) throw ImpossibleModel("checksum", model.Checksum);
            yield return Named(ModelBlob.FileOf(id, model.Checksum!), 0, isWhole: false, sha256: null);
        }

        string[] lengths = model.DataParts?.Split(',') ?? [];
        for (int i = 0; i < lengths.Length; i++)
        {
            if (!long.TryParse(lengths[i], NumberStyles.None, CultureInfo.InvariantCulture, out long length)) throw ImpossibleModel("length", lengths[i]);
            yield return Named(ModelBlob.DataOf(id, i), length, isWhole: true, sha256: null);
        }
    }

    // A backup may come from anywhere, and its names become paths.
    private static NamedBlob Named(string name, long length, bool isWhole, string? sha256) => BlobName.IsValid(name)
        ? new NamedBlob(name, length, isWhole, sha256)
        : throw new BackupFaultException($"The database names '{name}', which is no blob name.");

    private static bool IsSha256(string? checksum) => checksum is { Length: 2 * SHA256.HashSizeInBytes } && checksum.All(char.IsAsciiHexDigit);

    private static BackupFaultException ImpossibleModel(string field, string? value) =>
        new($"The database gives a model the {field} '{value}', which cannot be one.");

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private sealed class BlobRow
    {
        public string Name { get; set; } = "";

        public long Length { get; set; }

        public bool IsWhole { get; set; }

        public string? Sha256 { get; set; }
    }

    private sealed class ModelRow
    {
        public string Id { get; set; } = "";

        public string State { get; set; } = "";

        public string? Checksum { get; set; }

        public string? DataParts { get; set; }
    }
}
