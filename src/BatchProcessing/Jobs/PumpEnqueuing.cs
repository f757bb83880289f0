namespace BatchProcessing.Jobs;

/// <summary>Gives a batch its pumps: at its seal, and again whenever the sweep finds chunks waiting.</summary>
internal static class PumpEnqueuing
{
    /// <summary>Enqueues as many pumps as a batch with so many waiting chunks gets; none when none wait.</summary>
    public static async Task EnqueuePumpsAsync(
        this IJobEngine engine, JobOptions options, Lane lane, Guid batchId, int waitingChunks, CancellationToken cancellationToken)
    {
        if (waitingChunks == 0) return;
        int pumps = options.PumpsFor(lane, waitingChunks);
        for (int slot = 0; slot < pumps; slot++)
            await engine.EnqueueAsync(Job.Pump(lane, batchId, slot), TimeSpan.Zero, cancellationToken);
    }
}
