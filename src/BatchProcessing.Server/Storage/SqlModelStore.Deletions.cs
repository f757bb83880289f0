using System.Data.Common;
using BatchProcessing.Analyses;
using BatchProcessing.Models;
using Dapper;

namespace BatchProcessing.Server.Storage;

// The row goes first, and with it the folder is remembered. A trainer finds its lease lost with the next heartbeat.
public sealed partial class SqlModelStore
{
    private const string OtherReady = """
        SELECT COUNT(*) FROM models
        WHERE tenant_id = @tenant AND name = @name AND state = 'ready' AND id <> @id
        """;

    private const string KeepNumber = """
        INSERT INTO deleted_models (tenant_id, name, version) VALUES (@tenant, @name, @version)
        ON CONFLICT (tenant_id, name) DO UPDATE SET version = excluded.version WHERE excluded.version > deleted_models.version
        """;

    /// <inheritdoc/>
    public Task<ModelDeletion> DeleteAsync(ModelVersion model, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            await LockAsync(t, model.TenantId, model.Name, cancellationToken);
            var which = new { id = BatchRow.KeyOf(model.Id), tenant = model.TenantId, name = model.Name, version = model.Version };
            long? active = await t.Connection!.ExecuteScalarAsync<long?>("SELECT is_active FROM models WHERE id = @id", which, t);
            if (active is null) return ModelDeletion.NotFound;
            if (active == 1 && await t.Connection!.ExecuteScalarAsync<long>(OtherReady, which, t) > 0) return ModelDeletion.Active;
            if (await IsInUseAsync(t, model)) return ModelDeletion.InUse;
            await ExecuteAsync(t, "DELETE FROM models WHERE id = @id", which);
            await ExecuteAsync(t, KeepNumber, which);
            await ExecuteAsync(
                t,
                "INSERT INTO discarded (folder, discarded_at) VALUES (@folder, @now) ON CONFLICT (folder) DO NOTHING",
                new { folder = ModelBlob.FolderOf(model.Id), now = await database.NowAsync(t.Connection!, cancellationToken) });
            return ModelDeletion.Deleted;
        },
        cancellationToken);

    private static async Task<bool> IsInUseAsync(DbTransaction transaction, ModelVersion model)
    {
        IEnumerable<string> pins = await transaction.Connection!.QueryAsync<string>(
            "SELECT DISTINCT models FROM batches WHERE tenant_id = @tenant AND ended_at IS NULL", new { tenant = model.TenantId }, transaction);
        return pins.Any(p => ModelPins.Parse(p).References.Contains(model.Reference));
    }
}
