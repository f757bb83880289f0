using System.Data.Common;
using BatchProcessing.Models;
using Dapper;

namespace BatchProcessing.Server.Storage;

/// <summary>The model store in plain SQL: versions and their lists. Trainings and deletions are in the other files of this class.</summary>
/// <param name="database">The database.</param>
public sealed partial class SqlModelStore(ISqlDatabase database) : IModelStore
{
    private const string InsertModel = """
        INSERT INTO models (id, tenant_id, name, version, kind, runtime, state, is_active, checksum, labels, text_column,
                            label_column, data_parts, created_at, ended_at)
        VALUES (@id, @tenant, @name,
                (SELECT COALESCE(MAX(version), 0) + 1 FROM (
                    SELECT version FROM models WHERE tenant_id = @tenant AND name = @name
                    UNION ALL SELECT version FROM deleted_models WHERE tenant_id = @tenant AND name = @name) AS numbers),
                @kind, @runtime, @state, @active, @checksum, @labels, @text, @label, @parts, @now, @ended)
        """;

    private const string Deactivate = "UPDATE models SET is_active = 0 WHERE tenant_id = @tenant AND name = @name AND is_active = 1";

    /// <inheritdoc/>
    public Task<bool> AddReadyAsync(ModelVersion model, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            await LockAsync(t, model.TenantId, model.Name, cancellationToken);
            var which = new { tenant = model.TenantId, name = model.Name };
            string? newest = await t.Connection!.ExecuteScalarAsync<string?>(
                "SELECT checksum FROM models WHERE tenant_id = @tenant AND name = @name ORDER BY version DESC LIMIT 1", which, t);
            if (newest == model.Checksum) return false;
            await ExecuteAsync(t, Deactivate, which);
            await InsertAsync(t, model, data: null, cancellationToken);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ModelVersion> AddFinishedAsync(ModelVersion model, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            await LockAsync(t, model.TenantId, model.Name, cancellationToken);
            long others = await t.Connection!.ExecuteScalarAsync<long>(
                "SELECT COUNT(*) FROM models WHERE tenant_id = @tenant AND name = @name AND is_active = 1",
                new { tenant = model.TenantId, name = model.Name }, t);
            return await InsertAsync(t, model with { IsActive = others == 0 }, data: null, cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task SetRuntimeAsync(Guid modelId, string runtime, CancellationToken cancellationToken) => database.WriteAsync(
        t => ExecuteAsync(
            t, "UPDATE models SET runtime = @runtime WHERE id = @id AND runtime IS NULL", new { id = BatchRow.KeyOf(modelId), runtime }),
        cancellationToken);

    /// <inheritdoc/>
    public Task<ModelVersion> AddQueuedAsync(ModelVersion model, TrainingData data, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async t =>
            {
                await LockAsync(t, model.TenantId, model.Name, cancellationToken);
                return await InsertAsync(t, model, data, cancellationToken);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ActivateAsync(string tenantId, string name, int version, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            await LockAsync(t, tenantId, name, cancellationToken);
            var which = new { tenant = tenantId, name, version };
            long? ready = await t.Connection!.ExecuteScalarAsync<long?>(
                "SELECT 1 FROM models WHERE tenant_id = @tenant AND name = @name AND version = @version AND state = 'ready'", which, t);
            if (ready is null) return false;
            await ExecuteAsync(t, Deactivate, which);
            return await ExecuteAsync(
                t, "UPDATE models SET is_active = 1 WHERE tenant_id = @tenant AND name = @name AND version = @version", which) == 1;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelVersion>> ListAsync(string tenantId, string? name, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            IEnumerable<ModelRow> rows = await c.QueryAsync<ModelRow>(
                $"""
                SELECT {ModelRow.Columns} FROM models
                WHERE tenant_id IN (@tenantId, @shared) AND (@name IS NULL OR name = @name)
                ORDER BY name, version
                """,
                new { tenantId, shared = ModelVersion.Shared, name });
            return (IReadOnlyList<ModelVersion>)[.. rows.Select(r => r.ToModel())];
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ActiveModel>> ListActiveAsync(string tenantId, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            IEnumerable<(string Name, long Version, string TenantId)> rows = await c.QueryAsync<(string, long, string)>(
                """
                SELECT name, version, tenant_id FROM models
                WHERE tenant_id IN (@tenantId, @shared) AND is_active = 1 AND state = 'ready' ORDER BY name, version
                """,
                new { tenantId, shared = ModelVersion.Shared });
            return (IReadOnlyList<ActiveModel>)
                [.. rows.Select(r => new ActiveModel(r.Name, ModelVersion.ReferenceOf(r.Name, (int)r.Version), r.TenantId == ModelVersion.Shared))];
        },
        cancellationToken);

    // The versions of one name are added and made active one after the other.
    private Task LockAsync(DbTransaction transaction, string tenantId, string name, CancellationToken cancellationToken) =>
        database.LockAsync(transaction, $"model:{tenantId}:{name}", cancellationToken);

    private async Task<ModelVersion> InsertAsync(
        DbTransaction transaction, ModelVersion model, TrainingData? data, CancellationToken cancellationToken)
    {
        long now = await database.NowAsync(transaction.Connection!, cancellationToken);
        bool ready = model.State == ModelState.Ready;
        await ExecuteAsync(transaction, InsertModel, new
        {
            id = BatchRow.KeyOf(model.Id),
            tenant = model.TenantId,
            name = model.Name,
            kind = model.Kind,
            runtime = model.Runtime,
            state = ready ? "ready" : "queued",
            active = ready && model.IsActive ? 1 : 0,
            checksum = model.Checksum,
            labels = model.Labels is { } labels ? ModelRow.LabelsOf(labels) : null,
            text = data?.TextColumn,
            label = data?.LabelColumn,
            parts = data is null ? null : ModelRow.PartsOf(data.Parts),
            now,
            ended = ready ? now : (long?)null,
        });
        ModelRow row = await transaction.Connection!.QuerySingleAsync<ModelRow>(
            $"SELECT {ModelRow.Columns} FROM models WHERE id = @id", new { id = BatchRow.KeyOf(model.Id) }, transaction);
        return row.ToModel();
    }

    private static Task<int> ExecuteAsync(DbTransaction transaction, string sql, object parameters) =>
        transaction.Connection!.ExecuteAsync(sql, parameters, transaction);
}
