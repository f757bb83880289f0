namespace BatchProcessing.Server.Tests.Hangfire;

/// <summary>The whole service on Hangfire. Test classes share it; no test depends on the batches of another.</summary>
[CollectionDefinition(Name)]
public sealed class HangfireService : ServiceHost, ICollectionFixture<HangfireService>
{
    public const string Name = "Hangfire service";
}
