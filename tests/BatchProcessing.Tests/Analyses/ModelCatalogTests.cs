using BatchProcessing.Analyses;

namespace BatchProcessing.Tests.Analyses;

public sealed class ModelCatalogTests : IDisposable
{
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "models");

    private readonly TempFolder _folder = new();

    [Fact]
    public void Catalog_KeepsVersions_WhenOpenedAgainWithTheSameModels()
    {
        _ = new ModelCatalog(_folder["models"], Shipped);
        var again = new ModelCatalog(_folder["models"], Shipped);

        Assert.All(again.Versions, v => Assert.Equal(1, v.Version));
    }

    [Fact]
    public void Catalog_AddsAVersion_WhenAShippedModelHasChanged()
    {
        Directory.CreateDirectory(_folder["shipped"]);
        File.Copy(Path.Combine(Shipped, "sentiment-en.btm"), Path.Combine(_folder["shipped"], "m.btm"));
        var first = new ModelCatalog(_folder["models"], _folder["shipped"]);
        File.Copy(Path.Combine(Shipped, "emotion.btm"), Path.Combine(_folder["shipped"], "m.btm"), overwrite: true);

        var second = new ModelCatalog(_folder["models"], _folder["shipped"]);

        Assert.Equal("m@2", second.Newest("m")!.Reference);
        Assert.Equal(first.Load("m@1").Labels, second.Load("m@1").Labels);
        Assert.NotEqual(second.Load("m@1").Labels, second.Load("m@2").Labels);
    }

    [Theory]
    [InlineData("topics")]
    [InlineData("topics@9")]
    [InlineData("topics@x")]
    [InlineData("none@1")]
    [InlineData("../topics@1")]
    public void Load_Throws_WhenThereIsNoSuchVersion(string reference)
    {
        var catalog = new ModelCatalog(_folder["models"], Shipped);

        Assert.Throws<FileNotFoundException>(() => catalog.Load(reference));
    }

    public void Dispose() => _folder.Dispose();
}
