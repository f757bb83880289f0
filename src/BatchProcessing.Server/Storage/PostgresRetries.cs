using System.Net.Sockets;
using BatchProcessing.Outages;
using Npgsql;

namespace BatchProcessing.Server.Storage;

/// <summary>
/// Runs work again that the server rolled back or that a broken connection ended before its commit: two transactions
/// that waited for each other, a restart of the server. What lasts longer is an outage.
/// </summary>
/// <param name="forgetConnections">Called after a broken connection: its neighbours in the pool are likely broken too.</param>
internal sealed class PostgresRetries(Action forgetConnections)
{
    private const int Attempts = 5;

    // What the server says to a session that it ends: for a restart, after a crash, while this process was frozen.
    private static readonly HashSet<string> EndsOfSession = ["57P01", "57P02", "57P03", "25P03"];

    /// <summary>Runs work until it succeeds, up to 5 times with pauses of 20 to 160 ms, shortened at random so that rivals part.</summary>
    /// <exception cref="OutageException">The server cannot be reached, or has no room.</exception>
    /// <exception cref="NpgsqlException">The work is at fault.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(work);
            }
            catch (PostgresException e) when (attempt < Attempts && IsConflict(e))
            {
                await PauseAsync(attempt, cancellationToken);
            }
            catch (OutageException e) when (attempt < Attempts && e.Kind == OutageKind.DatabaseAway)
            {
                if (IsBroken(e)) forgetConnections();
                await PauseAsync(attempt, cancellationToken);
            }
        }
    }

    /// <summary>Runs work that must not be repeated, and tells outages from faults as <see cref="RunAsync"/> does.</summary>
    public static async Task<T> OnceAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DiskFull)
        {
            throw new OutageException(OutageKind.StorageFull, e.MessageText, e);
        }
        catch (NpgsqlException e) when (IsAway(e))
        {
            throw new OutageException(OutageKind.DatabaseAway, e.Message, e);
        }
    }

    // Not when the pool has no free connection: those of others work.
    private static bool IsBroken(OutageException outage) =>
        outage.GetBaseException() is SocketException or IOException
        || (outage.InnerException is PostgresException e && EndsOfSession.Contains(e.SqlState));

    private static bool IsAway(NpgsqlException fault) =>
        !IsConflict(fault) && (fault.IsTransient || EndsOfSession.Contains(fault.SqlState ?? ""));

    private static bool IsConflict(NpgsqlException fault) =>
        fault.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    private static Task PauseAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(20 << (attempt - 1)) * (0.5 + (Random.Shared.NextDouble() / 2)), cancellationToken);
}
