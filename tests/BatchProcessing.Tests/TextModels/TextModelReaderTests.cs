using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using static BatchProcessing.Tests.TextModels.TrainingSamples;

namespace BatchProcessing.Tests.TextModels;

public sealed class TextModelReaderTests
{
    private static readonly TextModelReader Reader = new(new LengthModel.Runtime());

    [Fact]
    public void Load_AsksTheRuntime_ThatAFilesFirstBytesBelongTo()
    {
        LinearTextModel trained = Train(TwoLabels(60));
        using var file = new MemoryStream();
        trained.Save(file);

        ITextModel linear = Reader.Load(file.ToArray(), "a");
        ITextModel other = Reader.Load("LENGTH"u8.ToArray(), "b");

        Assert.Equal(trained.Checksum, Assert.IsType<LinearTextModel>(linear).Checksum);
        Assert.Equal("b", Assert.IsType<LengthModel>(other).Name);
    }

    [Fact]
    public void Load_NamesTheFileAndTheRuntimesOfTheBuild_WhenNoneReadsIt()
    {
        string message = Assert.Throws<InvalidModelFileException>(() => Reader.Load("PK.."u8.ToArray(), "some.zip")).Message;

        Assert.Contains("some.zip", message, StringComparison.Ordinal);
        Assert.Contains("Linear, Length", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linear", "Linear")]
    [InlineData("LENGTH", "Length")]
    [InlineData("Other", null)]
    public void Find_IgnoresCase(string name, string? found) => Assert.Equal(found, Reader.Find(name)?.Name);

    [Fact]
    public void WithColumns_Throws_WhenALinearModelIsGivenColumns() => Assert.Throws<InvalidModelFileException>(
        () => Reader.Find("Linear")!.WithColumns([], new TextModelColumns("Text", null, null)));
}
