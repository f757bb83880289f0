using BatchProcessing.Jobs;

namespace BatchProcessing.Server.Jobs;

/// <summary>A job engine that the service can run on.</summary>
/// <param name="Name">What <c>Jobs:Engine</c> says to choose it.</param>
/// <param name="Add">
/// Registers it, with its health checks. The last argument is the PostgreSQL database that the engines of all nodes
/// share; null for an engine of this process alone.
/// </param>
/// <param name="Map">Adds its own pages, when it has any.</param>
/// <param name="Page">The path of the first of them.</param>
internal sealed record JobEnginePart(
    string Name,
    Action<IServiceCollection, JobOptions, string?> Add,
    Func<IEndpointRouteBuilder, IEndpointConventionBuilder>? Map,
    string? Page);
