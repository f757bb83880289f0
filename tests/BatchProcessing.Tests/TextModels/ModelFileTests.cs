using System.Security.Cryptography;
using BatchProcessing.TextModels.Linear;
using static BatchProcessing.Tests.TextModels.TrainingSamples;

namespace BatchProcessing.Tests.TextModels;

public class ModelFileTests
{
    private static readonly LinearTextModel Model = Train(ThreeLabels(90), name: "comments");
    private static readonly byte[] File = Save(Model);

    [Fact]
    public void Load_GivesTheSameModel_WhenItWasSaved()
    {
        LinearTextModel loaded = LinearTextModel.Load(new MemoryStream(File));

        Assert.Equal("comments", loaded.Name);
        Assert.Equal(Model.Labels, loaded.Labels);
        Assert.Equal(Model.Features, loaded.Features);
        Assert.Equal(Model.Checksum, loaded.Checksum);
        Assert.Equal(Scores(Model, "a superb box"), Scores(loaded, "a superb box"));
        Assert.Equal(File, Save(loaded));
    }

    [Fact]
    public void Load_Refuses_WhenTheFileIsCutAnywhere()
    {
        for (int length = 0; length < File.Length; length += 1 + File.Length / 97)
            Assert.Throws<InvalidModelFileException>(() => LinearTextModel.Load(new MemoryStream(File[..length])));
    }

    [Fact]
    public void Load_Refuses_WhenAnyByteIsChanged()
    {
        for (int at = 0; at < File.Length; at += 1 + File.Length / 101)
        {
            byte[] damaged = [.. File];
            damaged[at] ^= 0x40;
            Assert.Throws<InvalidModelFileException>(() => LinearTextModel.Load(new MemoryStream(damaged)));
        }
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public void Load_Refuses_WhenItClaimsMoreLabelsThanItHasRoomFor(int count)
    {
        const int At = 42; // the header, the name, nine bytes of how it was trained, and the slots stand before it
        byte[] forged = [.. File];
        Assert.Equal(Model.Labels.Count, BitConverter.ToInt32(forged, At));
        BitConverter.TryWriteBytes(forged.AsSpan(At), count);
        SHA256.HashData(forged.AsSpan(..^32), forged.AsSpan(^32..));

        var error = Assert.Throws<InvalidModelFileException>(() => LinearTextModel.Load(new MemoryStream(forged)));

        Assert.Contains($"it has {count} labels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SaysWhatTheFileIsNot_WhenItIsForeign()
    {
        var error = Assert.Throws<InvalidModelFileException>(() => LinearTextModel.Load(new MemoryStream(new byte[5000])));

        Assert.Contains("not a text model file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NamesTheVersion_WhenItIsFromALaterProgram()
    {
        byte[] later = [.. File];
        later[8] = 9;

        var error = Assert.Throws<InvalidModelFileException>(() => LinearTextModel.Load(new MemoryStream(later)));

        Assert.Contains("version 9", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Load_AsksToTrainAgain_WhenWordsWereHashedInAnotherWay(byte version)
    {
        byte[] content = File[..^SHA256.HashSizeInBytes];
        content[8] = version;

        var error = Assert.Throws<InvalidModelFileException>(
            () => LinearTextModel.Load(new MemoryStream([.. content, .. SHA256.HashData(content)])));

        Assert.Contains("train it again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_KeepsTheKindsOfNgrams_WhenThereAreAll()
    {
        LinearTextModel model = Train(ThreeLabels(90), new FeatureOptions { WordNgrams = 2, Openings = true, SkipBigrams = true, NounKinds = true });

        LinearTextModel loaded = LinearTextModel.Load(new MemoryStream(Save(model)));

        Assert.Equal(model.Features, loaded.Features);
        Assert.Equal(Scores(model, "was the box superb"), Scores(loaded, "was the box superb"));
    }

    [Fact]
    public void Load_AsksToTrainAgain_WhenTheModelLooksAtNgramsThatAreUnknown()
    {
        byte[] content = File[..^SHA256.HashSizeInBytes];
        const int header = 16;
        int flags = header + 1 + "comments".Length + sizeof(bool) + sizeof(int) + sizeof(byte);
        content[flags] |= 2; // no kind of n-gram has this bit

        var error = Assert.Throws<InvalidModelFileException>(
            () => LinearTextModel.Load(new MemoryStream([.. content, .. SHA256.HashData(content)])));

        Assert.Contains("train it again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SaysTruncated_WhenTheChecksumDoesNotMatch()
    {
        var error = Assert.Throws<InvalidModelFileException>(() => LinearTextModel.Load(new MemoryStream(File[..^1])));

        Assert.Contains("truncated or damaged", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Save(LinearTextModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static float[] Scores(LinearTextModel model, string text)
    {
        TextScorer scorer = new TextModelSet([model]).CreateScorer();
        var probabilities = new float[model.Labels.Count];
        scorer.Read(text);
        scorer.Score(0, probabilities);
        return probabilities;
    }
}
