using BatchProcessing.Server.Tests.Requirements;
using BatchProcessing.Torture.Stores;

namespace BatchProcessing.Server.Tests.Postgres;

/// <summary>The tests start a PostgreSQL server of their own.</summary>
public sealed class RequiresPostgresAttribute : RequirementAttribute
{
    /// <inheritdoc/>
    public override string? Missing => PostgresCluster.Binaries is null
        ? "PostgreSQL's programs are not installed (Debian: apt-get install postgresql)."
        : null;
}
