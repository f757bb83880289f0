namespace BatchProcessing.Tests.Fuzz;

/// <summary>Makes damaged variants of sound inputs; the same seed makes the same variant.</summary>
/// <param name="corpus">Sound inputs.</param>
/// <param name="tokens">What stands for something in the format: put in at random places.</param>
internal sealed class Mutator(IReadOnlyList<byte[]> corpus, IReadOnlyList<byte[]> tokens)
{
    private const int MaxBytes = 1 << 20;

    private static readonly byte[] Interesting = [0, 1, 9, 10, 13, 32, 34, 39, 44, 45, 58, 60, 62, 91, 92, 93, 123, 125, 127, 128, 192, 237, 240, 254, 255];

    /// <summary>One variant.</summary>
    public byte[] Make(Random random)
    {
        byte[] input = [.. corpus[random.Next(corpus.Count)]];
        for (int i = random.Next(8); i >= 0; i--) input = Change(input, random);
        return input.Length <= MaxBytes ? input : input[..MaxBytes];
    }

    private byte[] Change(byte[] input, Random random)
    {
        int at = random.Next(input.Length + 1);
        int length = Math.Min(random.Next(1, 1 << random.Next(1, 14)), input.Length - at);
        byte[] head = input[..at], tail = input[(at + length)..], part = input[at..(at + length)];
        switch (random.Next(9))
        {
            case 0 when at < input.Length:
                input[at] ^= (byte)(1 << random.Next(8));
                return input;
            case 1 when at < input.Length:
                input[at] = Interesting[random.Next(Interesting.Length)];
                return input;
            case 2:
                return [.. head, .. tail];
            case 3:
                return [.. head, .. part, .. part, .. tail];
            case 4:
                byte[] token = tokens[random.Next(tokens.Count)];
                return [.. head, .. token, .. input[at..]];
            case 5:
                return head;
            case 6:
                byte[] other = corpus[random.Next(corpus.Count)];
                return [.. head, .. other[random.Next(other.Length + 1)..]];
            case 7 when length >= 4:
                BitConverter.TryWriteBytes(input.AsSpan(at), random.Next(4) switch { 0 => -1, 1 => int.MaxValue, 2 => int.MinValue, _ => random.Next() });
                return input;
            default:
                return [.. head, .. Enumerable.Repeat(tokens[random.Next(tokens.Count)], random.Next(1, 200)).SelectMany(t => t), .. input[at..]];
        }
    }
}
