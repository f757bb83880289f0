using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace BatchProcessing.Server.Storage;

/// <summary>
/// A connection that keeps its statements prepared. The stores ask the same few dozen questions again and again, and
/// SQLite takes longer to parse and plan one than to answer it. Used by one thread at a time, as every connection.
/// </summary>
/// <param name="connectionString">Microsoft.Data.Sqlite's connection string.</param>
internal sealed class PreparedSqliteConnection(string connectionString) : SqliteConnection(connectionString)
{
    private const int MaxKept = 200;

    private readonly Dictionary<string, SqliteCommand> _kept = new(StringComparer.Ordinal);

    /// <summary>A command that runs on the kept statement of its text.</summary>
    protected override DbCommand CreateDbCommand() => new Command(this);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (SqliteCommand command in _kept.Values) command.Dispose();
            _kept.Clear();
        }

        base.Dispose(disposing);
    }

    /// <summary>Takes the statement of a text for one execution: nobody else gets it meanwhile.</summary>
    private SqliteCommand Take(string text) => _kept.Remove(text, out SqliteCommand? kept) ? kept : new SqliteCommand(text, this);

    private void GiveBack(SqliteCommand command)
    {
        command.Parameters.Clear();
        if (State != ConnectionState.Open || _kept.Count == MaxKept || !_kept.TryAdd(command.CommandText, command)) command.Dispose();
    }

    private sealed class Command : SqliteCommand
    {
        private readonly PreparedSqliteConnection _connection;
        private SqliteCommand? _running;

        public Command(PreparedSqliteConnection connection)
        {
            _connection = connection;
            base.Connection = connection;
        }

        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            GiveBack();
            _running = _connection.Take(CommandText);
            _running.Transaction = Transaction;
            _running.CommandTimeout = CommandTimeout;
            foreach (SqliteParameter parameter in Parameters) _running.Parameters.Add(parameter);
            return _running.ExecuteReader(behavior);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) GiveBack();
            base.Dispose(disposing);
        }

        // Whoever disposes a command has disposed its reader, or wants it ended.
        private void GiveBack()
        {
            if (_running is null) return;
            _connection.GiveBack(_running);
            _running = null;
        }
    }
}
