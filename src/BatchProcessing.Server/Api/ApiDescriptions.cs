namespace BatchProcessing.Server.Api;

/// <summary>Short ways to describe what endpoints answer.</summary>
internal static class ApiDescriptions
{
    /// <summary>Names every error status of an endpoint; each is a problem.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder builder, params ReadOnlySpan<int> statuses)
    {
        foreach (int status in statuses) builder.ProducesProblem(status);
        return builder;
    }
}
