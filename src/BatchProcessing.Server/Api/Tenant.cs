namespace BatchProcessing.Server.Api;

/// <summary>Who a request acts for. It comes from the credential, never from the request's content.</summary>
internal static class Tenant
{
    /// <summary>The tenant of a service without keys, which is reachable from its own machine only.</summary>
    public const string Default = "default";

    /// <summary>The tenant of a request.</summary>
    public static string Of(HttpContext context)
    {
        _ = context;
        return Default;
    }
}
