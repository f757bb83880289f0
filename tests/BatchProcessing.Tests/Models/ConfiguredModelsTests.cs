using BatchProcessing.Models;
using BatchProcessing.Tests.TextModels;
using BatchProcessing.TextModels.Runtimes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Tests.Models;

public sealed class ConfiguredModelsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("My Tickets_2.zip", null, "my-tickets-2")]
    [InlineData("x.zip", "tickets", "tickets")]
    public void Name_IsTheFilesWithHyphens_WhenNoneIsGiven(string file, string? name, string expected) =>
        Assert.Equal(expected, new ConfiguredModel { Path = _folder[file], Name = name }.NameOrDefault);

    [Fact]
    public void Models_AreBoundByAnalysis_WhateverTheCaseOfTheirKeys()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Models:CLASSIFICATION:Path"] = "x.zip",
            ["Models:CLASSIFICATION:Runtime"] = "Length",
            ["Models:CLASSIFICATION:InputColumn"] = "Body",
        }).Build();

        ConfiguredModels models = configuration.GetSection(ConfiguredModels.Section).Get<ConfiguredModels>()!;

        ConfiguredModel model = models["classification"];
        Assert.Equal(("x.zip", "Length", new TextModelColumns("Body", null, null)), (model.Path, model.Runtime, model.Columns));
    }

    [Theory]
    [InlineData("classification", "there.zip", "Length", null, null)]
    [InlineData("astrology", "there.zip", "Length", null, "Models:astrology is for no analysis")]
    [InlineData("classification", "missing.zip", "Length", null, "missing.zip', but there is no such file")]
    [InlineData("classification", "there.zip", "MLNet", null, "Models:classification:Runtime is 'MLNet', but this build has only Linear, Length.")]
    [InlineData("classification", "there.zip", null, "Bad Name", "Models:classification:Name is 'Bad Name' but must be 1 to 64")]
    [InlineData("classification", "there.zip", null, "good\n", "Models:classification:Name is 'good\n' but must be 1 to 64")]
    [InlineData("classification", "there.zip", null, "topics", "Models:classification:Name is 'topics', which is a model that comes with the service")]
    public void Models_AreRefusedByKeyAndValue_WhenTheyCannotBeMeant(string analysis, string file, string? runtime, string? name, string? fault)
    {
        File.WriteAllText(_folder["there.zip"], "LENGTH");
        File.WriteAllText(_folder["topics.btm"], "");
        var models = new ConfiguredModels { [analysis] = new() { Path = _folder[file], Runtime = runtime, Name = name } };

        ValidateOptionsResult result = Validator().Validate(null, models);

        Assert.Equal(fault is not null, result.Failed);
        if (fault is not null) Assert.Contains(fault, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void Models_AreRefused_WhenTwoHaveOneName()
    {
        File.WriteAllText(_folder["there.zip"], "LENGTH");
        var models = new ConfiguredModels
        {
            ["classification"] = new() { Path = _folder["there.zip"] },
            ["sentiment"] = new() { Path = _folder["there.zip"] },
        };

        Assert.Contains("2 models have the name 'there'", Assert.Single(Validator().Validate(null, models).Failures!), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private ConfiguredModelsValidator Validator() => new(new TextModelReader(new LengthModel.Runtime()), _folder.Path);
}
