using BatchProcessing.Outages;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BatchProcessing.Server.Storage;

/// <summary>Tells a database file that cannot be used for now from the fault of one statement.</summary>
internal static class SqliteFault
{
    /// <summary>The outage that a fault tells of, or null. Codes: https://sqlite.org/rescode.html.</summary>
    public static OutageException? OutageOf(SqliteException fault) => fault.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new OutageException(OutageKind.StorageFull, fault.Message, fault),
        raw.SQLITE_BUSY or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY =>
            new OutageException(OutageKind.DatabaseAway, fault.Message, fault),
        _ => null,
    };
}
