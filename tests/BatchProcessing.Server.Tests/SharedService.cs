namespace BatchProcessing.Server.Tests;

/// <summary>Test classes that share one running service; no test depends on the batches of another.</summary>
[CollectionDefinition(Name)]
public sealed class SharedService : ICollectionFixture<ServiceHost>
{
    public const string Name = "shared service";
}
