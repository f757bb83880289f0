namespace BatchProcessing.Server.Api;

/// <summary>Bodies that hold a few options: they are read whole, so they are small.</summary>
internal static class SmallBody
{
    /// <summary>The most bytes there may be.</summary>
    public const long Bytes = 64 << 10;
}
