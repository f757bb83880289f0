using Npgsql;

namespace BatchProcessing.Server.Storage;

/// <summary>
/// Runs work again that the server rolled back or that a broken connection ended before its commit: two transactions
/// that waited for each other, a restart of the server. What lasts longer is the caller's to see.
/// </summary>
/// <param name="forgetConnections">Called after a broken connection: its neighbours in the pool are likely broken too.</param>
internal sealed class PostgresRetries(Action forgetConnections)
{
    private const int Attempts = 5;
    private const string IdleInTransaction = "25P03"; // the session was ended while this process was frozen

    /// <summary>Runs work until it succeeds, up to 5 times with pauses of 20 to 320 ms, halved at random so that rivals part.</summary>
    /// <exception cref="NpgsqlException">It failed for a reason that does not pass, or too often.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (NpgsqlException e) when (attempt < Attempts && IsPassing(e))
            {
                if (e is not PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected })
                    forgetConnections();
                TimeSpan pause = TimeSpan.FromMilliseconds(20 << attempt - 1);
                await Task.Delay(pause * (0.5 + Random.Shared.NextDouble() / 2), cancellationToken);
            }
        }
    }

    // Npgsql counts a full disk among what passes: that lasts, and is the caller's.
    private static bool IsPassing(NpgsqlException fault) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => false,
        PostgresException { SqlState: IdleInTransaction } => true,
        _ => fault.IsTransient,
    };
}
