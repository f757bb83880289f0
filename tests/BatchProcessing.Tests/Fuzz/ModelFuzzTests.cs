using System.Security.Cryptography;
using BatchProcessing.Tests.TextModels;
using BatchProcessing.TextModels.Linear;
using Xunit.Abstractions;

namespace BatchProcessing.Tests.Fuzz;

/// <summary>Whatever a model file holds, it is read or refused; half of the inputs have a checksum that fits.</summary>
[Collection(nameof(Alone))]
public sealed class ModelFuzzTests(ITestOutputHelper output)
{
    [Fact]
    public Task Model_IsReadOrRefused_WhateverItHolds()
    {
        var saved = new MemoryStream();
        TrainingSamples.Train(TrainingSamples.ThreeLabels(90), name: "comments").Save(saved);
        byte[] sound = saved.ToArray();
        var mutator = new Mutator([sound], [[0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF], "BTMODEL\n"u8.ToArray()]);
        return FuzzRun.RunAsync("model", random => Make(mutator, sound, random), ReadAsync, output.WriteLine);
    }

    private static byte[] Make(Mutator mutator, byte[] sound, Random random)
    {
        byte[] input = mutator.Make(random);
        if (random.Next(4) == 0)
        {
            // What is interesting stands in the first bytes: a description of a hundred among a hundred thousand.
            input = [.. sound];
            for (int i = random.Next(3); i >= 0; i--) BitConverter.TryWriteBytes(input.AsSpan(random.Next(8, 200)), random.Next(3) switch { 0 => -1, 1 => int.MaxValue, _ => random.Next() });
        }

        if (random.Next(2) == 0 && input.Length > SHA256.HashSizeInBytes) SHA256.HashData(input.AsSpan(..^SHA256.HashSizeInBytes), input.AsSpan(^SHA256.HashSizeInBytes..));
        return input;
    }

    private static Task<string> ReadAsync(byte[] input)
    {
        try
        {
            LinearTextModel model = LinearTextModel.Load(new MemoryStream(input));
            TrainingSamples.Label(model, "a superb box");
            return Task.FromResult("fine");
        }
        catch (InvalidModelFileException e)
        {
            return Task.FromResult(e.InnerException is null ? "refused" : "refused, inside");
        }
    }
}
