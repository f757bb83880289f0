using System.Text;
using BatchProcessing.MLNet.TextModels;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace BatchProcessing.MLNet.Tests.Strangers;

/// <summary>A model of somebody who is not trusted is loaded when it only computes, and refused with the reason when not.</summary>
public sealed class StrangersZipTests(TrainedModels models) : IClassFixture<TrainedModels>
{
    private static readonly StrangerLimits Limits = new(MaxUnpackedBytes: 50 << 20, MaxRatio: 100, MaxParts: 300, MaxMemory: 40 << 20);

    public static TheoryData<string> Pipelines => [.. Sound.Keys];

    private static readonly Dictionary<string, Func<MLContext, IEstimator<ITransformer>>> Sound = new()
    {
        ["lbfgs"] = c => Keys(c).Append(c.Transforms.Text.FeaturizeText("Features", "Text"))
            .Append(c.MulticlassClassification.Trainers.LbfgsMaximumEntropy()).Append(c.Transforms.Conversion.MapKeyToValue("PredictedLabel")),
        ["bayes"] = c => Keys(c).Append(c.Transforms.Text.ProduceWordBags("Features", "Text"))
            .Append(c.MulticlassClassification.Trainers.NaiveBayes()).Append(c.Transforms.Conversion.MapKeyToValue("PredictedLabel")),
        ["one versus all"] = c => Keys(c).Append(c.Transforms.Text.ProduceHashedWordBags("Features", "Text", numberOfBits: 10))
            .Append(c.MulticlassClassification.Trainers.OneVersusAll(c.BinaryClassification.Trainers.AveragedPerceptron()))
            .Append(c.Transforms.Conversion.MapKeyToValue("PredictedLabel")),
        ["normalized"] = c => Keys(c).Append(c.Transforms.Text.NormalizeText("Text")).Append(c.Transforms.Text.TokenizeIntoWords("Words", "Text"))
            .Append(c.Transforms.Text.RemoveDefaultStopWords("Words")).Append(c.Transforms.Conversion.MapValueToKey("Words"))
            .Append(c.Transforms.Text.ProduceNgrams("Features", "Words")).Append(c.Transforms.NormalizeMeanVariance("Features", fixZero: true))
            .AppendCacheCheckpoint(c)
            .Append(c.MulticlassClassification.Trainers.SdcaNonCalibrated()).Append(c.Transforms.Conversion.MapKeyToValue("PredictedLabel")),
    };

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void LoadStranger_Scores_WhatOnlyComputes(string name)
    {
        ITextModel model = Load(File.ReadAllBytes(models.Train($"{name}.zip", Sound[name])));

        Assert.Equal(["sports", "tech", "world"], model.Labels.Order());
        Assert.Equal("tech", Label(model, "a chip and code in the cpu"));
    }

    [Fact]
    public void LoadStranger_Scores_WhatTheServiceTrains()
    {
        Assert.Equal("tech", Label(Load(File.ReadAllBytes(models.ThreeLabels)), "a chip and code in the cpu"));
        Assert.Equal("tech", Label(Load(File.ReadAllBytes(models.TwoLabels)), "a chip and code in the cpu"));
    }

    [Fact]
    public void LoadStranger_Refuses_CodeOfItsMakers()
    {
        byte[] file = File.ReadAllBytes(models.Train("custom.zip", c => c.Transforms
            .CustomMapping<TrainedModels.Row, Mapped>((row, mapped) => mapped.Length = row.Text.Length, "length")
            .Append(c.Transforms.Conversion.MapValueToKey("Label"))
            .Append(c.Transforms.Text.FeaturizeText("Features", "Text"))
            .Append(c.MulticlassClassification.Trainers.SdcaMaximumEntropy()).Append(c.Transforms.Conversion.MapKeyToValue("PredictedLabel"))));

        Refused(file, "needs the component 'CustomTransformer'");
    }

    [Fact]
    public void LoadStranger_Refuses_Trees()
    {
        byte[] file = File.ReadAllBytes(models.Train("trees.zip", c => Keys(c)
            .Append(c.Transforms.Text.ProduceHashedWordBags("Features", "Text", numberOfBits: 8, ngramLength: 1))
            .Append(c.MulticlassClassification.Trainers.OneVersusAll(c.BinaryClassification.Trainers.FastTree(numberOfTrees: 5)))
            .Append(c.Transforms.Conversion.MapKeyToValue("PredictedLabel"))));

        Refused(file, "needs the component 'FastTreeBinaryExec'");
    }

    [Theory]
    [InlineData("CharToken", "TextLoader")]
    [InlineData("CharToken", "OnnxXform")]
    [InlineData("CharToken", "chartoken")]
    [InlineData("GcnTransform", "LdaTransform")]
    [InlineData("TermManager", "WordEmbed")]
    public void LoadStranger_Refuses_ComponentsThatAreNotKnown(string component, string other)
    {
        string shown = other[..Math.Min(other.Length, component.Length)];
        Refused(Repacked.With(Sound3, component, shown), $"needs the component '{shown}");
    }

    [Fact]
    public void LoadStranger_Refuses_OtherAssemblies()
    {
        Refused(Repacked.With(Sound3, "Microsoft.ML.Transforms", "Newtonsoft.Json,", Encoding.Unicode), "needs the assembly 'Newtonsoft.Json,");
    }

    [Fact]
    public void LoadStranger_Refuses_AHeaderInTheMiddleOfOtherData()
    {
        List<(string Name, byte[] Content)> parts = Repacked.Parts(Sound3);
        byte[] header = [.. parts.First(p => p.Name.EndsWith("Model.key", StringComparison.Ordinal)).Content];
        "OnnxTransform\0\0"u8.CopyTo(header.AsSpan(0x50));

        Refused(Repacked.Of([.. parts, ("TransformerChain/More.bin", [1, 2, 3, .. header])]), "needs the component 'OnnxTransform");
    }

    [Fact]
    public void LoadStranger_Refuses_WhatUnpacksToTooMuch()
    {
        List<(string Name, byte[] Content)> parts = Repacked.Parts(Sound3);
        byte[] zeros = new byte[4 << 20];
        var random = new Random(1);
        byte[] noise = new byte[4 << 20];
        random.NextBytes(noise);

        Refused(Repacked.Of([.. parts, ("TransformerChain/Zeros.bin", zeros)]), "becomes more than 100 times larger");
        Refused(Repacked.Of([.. parts, .. Enumerable.Range(0, 13).Select(i => ($"TransformerChain/{i}.bin", noise))]), "unpacks to more than 52428800 bytes");
        Refused(Repacked.Of([.. parts, .. Enumerable.Range(0, 300).Select(i => ($"TransformerChain/{i}", noise[..1]))]), "more than 300 parts");
    }

    [Theory]
    [InlineData("../evil.dll")]
    [InlineData("/etc/passwd")]
    [InlineData("a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v/w/x/y/z/a/b/c/d/e/f/g")]
    [InlineData("TransformerChain/na\u0001me")]
    public void LoadStranger_Refuses_NamesThatMLNetDoesNotGive(string name) =>
        Refused(Repacked.Of([.. Repacked.Parts(Sound3), (name, [1])]), "has a name that ML.NET gives to none");

    [Fact]
    public void LoadStranger_Refuses_WhatIsNoPipeline()
    {
        List<(string Name, byte[] Content)> parts = Repacked.Parts(Sound3);

        Refused(Repacked.Of([("readme.txt", [1])]), "it has no 'TransformerChain/Model.key'");
        Refused(Repacked.Of([.. parts, ("Model.key", parts.First(p => p.Name == "TransformerChain/Model.key").Content)]), "saved with its data loader");
        Refused(Repacked.Of([.. parts, parts.First(p => p.Name == "TransformerChain/Model.key")]), "two parts with the name");
        Refused(Sound3[..(Sound3.Length / 2)], "no sound ZIP archive");
        Refused([.. "PK\x03\x04"u8, 1, 2, 3], "no sound ZIP archive");
    }

    [Fact]
    public void LoadStranger_Refuses_WeightsThatWouldUnfoldToTooMuch()
    {
        string message = Assert.Throws<InvalidModelFileException>(
            () => new MLNetRuntime().LoadStranger(Sound3, "theirs.zip", Limits with { MaxMemory = 1000 })).Message;

        Assert.Matches(@"^theirs\.zip cannot classify texts: its 3 labels with \d+ features take more than 1000 bytes\.$", message);
    }

    private byte[] Sound3 => File.ReadAllBytes(models.ThreeLabels);

    private static EstimatorChain<ValueToKeyMappingTransformer> Keys(MLContext context) =>
        new EstimatorChain<ITransformer>().Append(context.Transforms.Conversion.MapValueToKey("Label"));

    private static ITextModel Load(byte[] file) => new MLNetRuntime().LoadStranger(file, "theirs.zip", Limits);

    private static void Refused(byte[] file, string reason)
    {
        string message = Assert.Throws<InvalidModelFileException>(() => Load(file)).Message;
        Assert.StartsWith("theirs.zip ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    private static string Label(ITextModel model, string text)
    {
        TextScorer scorer = new TextModelSet([model]).CreateScorer();
        scorer.Read(text);
        return model.Labels[scorer.Score(0, new float[model.Labels.Count])];
    }

    private sealed class Mapped
    {
        public float Length { get; set; }
    }
}
