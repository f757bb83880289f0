using BatchProcessing.MLNet.TextModels;
using BatchProcessing.Tests.Fuzz;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using Xunit.Abstractions;

namespace BatchProcessing.MLNet.Tests.Strangers;

/// <summary>Whatever a stranger's model holds, it is loaded or refused; most inputs are sound archives with damaged parts.</summary>
public sealed class StrangersFuzzTests(TrainedModels models, ITestOutputHelper output) : IClassFixture<TrainedModels>
{
    private static readonly StrangerLimits Limits = new(MaxUnpackedBytes: 50 << 20, MaxRatio: 100, MaxParts: 300, MaxMemory: 100 << 20);

    private static readonly byte[][] Tokens = [[0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0x40], "ML\0MODEL"u8.ToArray(), "PK\x03\x04"u8.ToArray()];

    [Fact]
    public Task Model_IsLoadedOrRefused_WhateverItHolds()
    {
        byte[][] sound = [File.ReadAllBytes(models.ThreeLabels), File.ReadAllBytes(models.TwoLabels)];
        var mutator = new Mutator(sound, Tokens);
        List<(string Name, byte[] Content)>[] parts = [.. sound.Select(Repacked.Parts)];
        return FuzzRun.RunAsync("mlnet-model", random => Make(mutator, parts[random.Next(parts.Length)], random), LoadAsync, output.WriteLine);
    }

    private static byte[] Make(Mutator mutator, List<(string Name, byte[] Content)> parts, Random random)
    {
        if (random.Next(5) == 0) return mutator.Make(random);
        int changed = random.Next(parts.Count);
        return Repacked.Of(parts.Select((part, i) => i == changed ? (part.Name, Damage(part.Content, random)) : part));
    }

    /// <summary>A part of which some numbers are others, behind its header mostly; or any damage.</summary>
    private static byte[] Damage(byte[] part, Random random)
    {
        if (random.Next(3) == 0) return new Mutator([part], Tokens).Make(random);
        byte[] damaged = [.. part];
        for (int i = random.Next(3); i >= 0; i--)
        {
            int at = random.Next(Math.Min(part.Length, 256), Math.Min(part.Length, 1024) + 1);
            if (at + sizeof(int) <= part.Length)
                BitConverter.TryWriteBytes(damaged.AsSpan(at), random.Next(5) switch { 0 => -1, 1 => int.MaxValue, 2 => 1 << 30, 3 => random.Next(1 << 20), _ => random.Next() });
        }

        return damaged;
    }

    private static Task<string> LoadAsync(byte[] input)
    {
        try
        {
            _ = new MLNetRuntime().LoadStranger(input, "theirs.zip", Limits);
            return Task.FromResult("fine");
        }
        catch (InvalidModelFileException e)
        {
            return Task.FromResult(e.Message.Contains("not taken", StringComparison.Ordinal) ? "not taken" : "not loaded");
        }
    }
}
