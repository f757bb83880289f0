using BatchProcessing.Models;
using Dapper;

namespace BatchProcessing.Server.Storage;

public sealed partial class SqlModelStore
{
    private const string Held = "id = @id AND state = 'training' AND fence = @fence";

    /// <inheritdoc/>
    public Task<TrainingLease?> ClaimTrainingAsync(Guid modelId, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            long now = await database.NowAsync(t.Connection!, cancellationToken);
            ModelRow? row = await t.Connection!.QuerySingleOrDefaultAsync<ModelRow>(
                $"""
                UPDATE models SET state = 'training', attempt = attempt + 1, fence = fence + 1, lease_until = @until
                WHERE id = @id AND (state = 'queued' OR (state = 'training' AND lease_until < @now))
                RETURNING {ModelRow.Columns}
                """,
                new { id = BatchRow.KeyOf(modelId), now, until = now + (long)lease.TotalMilliseconds },
                t);
            return row?.ToLease();
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RenewTrainingAsync(
        TrainingLease lease, string stage, double progress, TimeSpan time, CancellationToken cancellationToken) => database.WriteAsync(
        async t => await ExecuteAsync(t, $"UPDATE models SET stage = @stage, progress = @progress, lease_until = @until WHERE {Held}", new
        {
            id = BatchRow.KeyOf(lease.Model.Id),
            fence = lease.Fence,
            stage,
            progress = Math.Clamp(progress, 0, 1),
            until = await database.NowAsync(t.Connection!, cancellationToken) + (long)time.TotalMilliseconds,
        }) == 1,
        cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseTrainingAsync(TrainingLease lease, CancellationToken cancellationToken) => database.WriteAsync(
        t => ExecuteAsync(
            t,
            $"UPDATE models SET state = 'queued', attempt = attempt - 1, lease_until = NULL WHERE {Held}",
            new { id = BatchRow.KeyOf(lease.Model.Id), fence = lease.Fence }),
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> CompleteTrainingAsync(
        TrainingLease lease, string checksum, IReadOnlyList<string> labels, string metrics, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async t =>
            {
                await LockAsync(t, lease.Model.TenantId, lease.Model.Name, cancellationToken);
                return await ExecuteAsync(
                    t,
                    $"""
                    UPDATE models
                    SET state = 'ready', lease_until = NULL, checksum = @checksum, labels = @labels, metrics = @metrics,
                        progress = 1, stage = NULL, ended_at = @now,
                        is_active = CASE WHEN EXISTS (SELECT 1 FROM models a
                            WHERE a.tenant_id = @tenant AND a.name = @name AND a.is_active = 1) THEN 0 ELSE 1 END
                    WHERE {Held}
                    """,
                    new
                    {
                        id = BatchRow.KeyOf(lease.Model.Id),
                        fence = lease.Fence,
                        tenant = lease.Model.TenantId,
                        name = lease.Model.Name,
                        checksum,
                        labels = ModelRow.LabelsOf(labels),
                        metrics,
                        now = await database.NowAsync(t.Connection!, cancellationToken),
                    }) == 1;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task FailTrainingAsync(TrainingLease lease, string reason, CancellationToken cancellationToken) => database.WriteAsync(
        async t => await ExecuteAsync(
            t,
            $"UPDATE models SET state = 'failed', lease_until = NULL, error = @reason, stage = NULL, ended_at = @now WHERE {Held}",
            new
            {
                id = BatchRow.KeyOf(lease.Model.Id),
                fence = lease.Fence,
                reason,
                now = await database.NowAsync(t.Connection!, cancellationToken),
            }),
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Guid>> ListOpenTrainingsAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            long now = await database.NowAsync(c, cancellationToken);
            IEnumerable<string> ids = await c.QueryAsync<string>(
                "SELECT id FROM models WHERE state = 'queued' OR (state = 'training' AND lease_until < @now) ORDER BY id", new { now });
            return (IReadOnlyList<Guid>)[.. ids.Select(Guid.Parse)];
        },
        cancellationToken);
}
