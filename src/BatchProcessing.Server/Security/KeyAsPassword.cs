namespace BatchProcessing.Server.Security;

/// <summary>
/// Marks an endpoint whose pages are for browsers, which can send a key only as the password of HTTP Basic. No other
/// endpoint takes it: a browser sends it again by itself, also when a page of another site makes it do so, and the API
/// must not act on that. What is marked must refuse such requests itself.
/// </summary>
internal sealed class KeyAsPassword
{
    /// <summary>Whether the endpoint of a request is marked.</summary>
    public static bool IsAllowed(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<KeyAsPassword>() is not null;
}
