using BatchProcessing.Blobs;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using static BatchProcessing.Tests.TextModels.TrainingSamples;

namespace BatchProcessing.Tests.TextModels;

public sealed class ModelMappingTests : IDisposable
{
    private static readonly LinearTextModel Model = Train(ThreeLabels(90), name: "comments");
    private readonly string _folder = Directory.CreateTempSubdirectory("model-mapping-").FullName;

    private string ModelPath => Path.Combine(_folder, "comments.btm");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_MapsTheFile_WhenItIsOnALocalDrive()
    {
        Model.Save(ModelPath);

        LinearTextModel loaded = LinearTextModel.Load(ModelPath);

        Assert.True(loaded.Table.IsMapped);
        Assert.Equal(Model.Checksum, loaded.Checksum);
        Assert.Equal(Scores(Model, "a superb box"), Scores(loaded, "a superb box"));
    }

    [LinuxFact]
    public void Load_MapsTheFile_WhenItIsGivenAsAStreamOverAHandle()
    {
        Model.Save(ModelPath);
        LinearTextModel loaded;
        using (var stream = new FileStream(File.OpenHandle(ModelPath), FileAccess.Read, bufferSize: 0))
            loaded = LinearTextModel.Load(stream);

        Assert.True(loaded.Table.IsMapped);
        Assert.Equal(Scores(Model, "a superb box"), Scores(loaded, "a superb box"));
    }

    [LinuxFact]
    public async Task Load_MapsTheFile_WhenItIsABlob()
    {
        var blobs = new FileSystemBlobStore(_folder);
        using var content = new MemoryStream();
        Model.Save(content);
        await blobs.CreateAsync("models/1/comments.btm", content.ToArray(), default);

        ITextModel loaded;
        await using (Stream blob = await blobs.OpenReadAsync("models/1/comments.btm", offset: 0, default))
            loaded = new TextModelReader().Load(blob, "comments");

        Assert.True(((LinearTextModel)loaded).Table.IsMapped);
        Assert.Equal(Model.Checksum, loaded.Checksum);
    }

    [Fact]
    public void Load_Reads_WhenTheModelIsNotAtTheStartOfTheFile()
    {
        using (FileStream file = File.Create(ModelPath))
        {
            file.WriteByte(1);
            Model.Save(file);
        }
        using FileStream stream = File.OpenRead(ModelPath);
        stream.Position = 1;

        LinearTextModel loaded = LinearTextModel.Load(stream);

        Assert.False(loaded.Table.IsMapped);
        Assert.Equal(Scores(Model, "a superb box"), Scores(loaded, "a superb box"));
    }

    [LinuxFact]
    public void Score_GoesOn_WhenTheMappedFileIsDeletedOrReplaced()
    {
        Model.Save(ModelPath);
        LinearTextModel first = LinearTextModel.Load(ModelPath);
        Train(ThreeLabels(60), name: "others").Save(ModelPath);
        LinearTextModel second = LinearTextModel.Load(ModelPath);
        File.Delete(ModelPath);

        Assert.Equal("others", second.Name);
        Assert.Equal(Scores(Model, "a superb box"), Scores(first, "a superb box"));
        Assert.NotEmpty(Scores(second, "a superb box"));
    }

    [LinuxFact]
    public void Load_UnmapsTheFile_WhenTheModelIsNoLongerReachable()
    {
        Model.Save(ModelPath);
        LoadAndDrop();

        for (int i = 0; i < 10 && IsMapped(); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(IsMapped());
    }

    [Fact]
    public void Load_Refuses_WhenAMappedFileIsEmptyOrCut()
    {
        File.WriteAllBytes(ModelPath, []);
        Assert.Throws<InvalidModelFileException>(() => LinearTextModel.Load(ModelPath));

        Model.Save(ModelPath);
        byte[] content = File.ReadAllBytes(ModelPath);
        File.WriteAllBytes(ModelPath, content[..^40]);
        Assert.Throws<InvalidModelFileException>(() => LinearTextModel.Load(ModelPath));
    }

    [Fact]
    public void Save_LeavesNothingBehind_WhenItFails()
    {
        Directory.CreateDirectory(ModelPath); // a folder of that name cannot be replaced

        Assert.ThrowsAny<SystemException>(() => Model.Save(ModelPath));

        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private void LoadAndDrop()
    {
        LinearTextModel loaded = LinearTextModel.Load(ModelPath);
        Assert.True(IsMapped());
        GC.KeepAlive(loaded);
    }

    private bool IsMapped() => File.ReadLines("/proc/self/maps").Any(line => line.EndsWith(ModelPath, StringComparison.Ordinal));

    private static float[] Scores(LinearTextModel model, string text)
    {
        TextScorer scorer = new TextModelSet([model]).CreateScorer();
        var probabilities = new float[model.Labels.Count];
        scorer.Read(text);
        scorer.Score(0, probabilities);
        return probabilities;
    }

    /// <summary>Needs the paths of handles, the list of mappings, and that a mapped file may be deleted.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class LinuxFactAttribute : FactAttribute
    {
        public LinuxFactAttribute()
        {
            if (!OperatingSystem.IsLinux()) Skip = "Needs Linux.";
        }
    }
}
