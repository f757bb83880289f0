using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace BatchProcessing.TextModels.Linear;

/// <summary>
/// The model file, version 4, little-endian: magic, version, length of the description, the description, padding to 64
/// bytes, scales and biases (float32 an output), tags (uint16 a slot), weights (int8 an output and slot), and the
/// SHA-256 of everything before it. Tags and weights are stored as they are used, so a file can be mapped.
/// Files of earlier versions are refused: words were hashed in another way, so their weights belong to other features.
/// </summary>
internal static class ModelFile
{
    private const uint Version = 4;
    private const byte SkipBigramsFlag = 1;
    private const byte OpeningsFlag = 4;
    private const byte NounKindsFlag = 8; // of the list of nouns as it is: another list takes another bit
    private const int Alignment = 64;
    private const int MaxFileBytes = 1 << 30;
    private const int HeaderBytes = 16;

    /// <summary>What a model file starts with.</summary>
    public static ReadOnlySpan<byte> Magic => "BTMODEL\n"u8;

    public static string ComputeChecksum(LinearTextModel model)
        => Convert.ToHexStringLower(SHA256.HashData(Content(model)));

    public static void Write(LinearTextModel model, Stream stream)
    {
        byte[] content = Content(model);
        stream.Write(content);
        stream.Write(SHA256.HashData(content));
    }

    public static LinearTextModel Read(Stream stream, string name) => Read(Open(stream, name), name);

    public static LinearTextModel Read(byte[] bytes, string name) => Read(ModelMemory.Copy(bytes), name);

    private static LinearTextModel Read(ModelMemory memory, string name)
    {
        Span<byte> bytes = memory.Span;
        if (bytes.Length < HeaderBytes + SHA256.HashSizeInBytes || !bytes.StartsWith(Magic))
            throw new InvalidModelFileException($"{name} is not a text model file.");
        uint version = BitConverter.ToUInt32(bytes[Magic.Length..]);
        if (version != Version)
            throw new InvalidModelFileException($"{name} is a text model file of version {version}; this program reads version {Version}{(version < Version ? ": train it again" : "")}.");
        int length = bytes.Length - SHA256.HashSizeInBytes;
        byte[] checksum = SHA256.HashData(bytes[..length]);
        if (!bytes[length..].SequenceEqual(checksum))
            throw new InvalidModelFileException($"{name} is truncated or damaged: its checksum does not match.");
        try
        {
            return Parse(memory, length, Convert.ToHexStringLower(checksum));
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or IOException)
        {
            throw new InvalidModelFileException($"{name} is not a valid text model file: {e.Message}", e);
        }
        finally
        {
            memory.KeepAlive();
        }
    }

    private static ModelMemory Open(Stream stream, string name)
    {
        if (stream is FileStream { CanSeek: true, Position: 0, Length: <= MaxFileBytes } file && ModelMemory.TryMap(file) is { } mapped)
            return mapped;
        using MemoryStream copy = ReadToEnd(stream, name);
        return ModelMemory.Copy(copy.GetBuffer().AsSpan(0, (int)copy.Length));
    }

    private static MemoryStream ReadToEnd(Stream stream, string name)
    {
        var copy = new MemoryStream(stream.CanSeek ? (int)Math.Min(stream.Length - stream.Position, MaxFileBytes) : 0);
        Span<byte> buffer = stackalloc byte[16 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (copy.Length + read > MaxFileBytes)
                throw new InvalidModelFileException($"{name} is larger than a text model file can be ({MaxFileBytes} bytes).");
            copy.Write(buffer[..read]);
        }
        return copy;
    }

    private static byte[] Content(LinearTextModel model)
    {
        byte[] description = Describe(model);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(description.Length);
        writer.Write(description);
        writer.Write(new byte[PaddingAfter(HeaderBytes + description.Length)]);
        writer.Write(MemoryMarshal.AsBytes<float>(model.Scales));
        writer.Write(MemoryMarshal.AsBytes<float>(model.Biases));
        writer.Write(MemoryMarshal.AsBytes(model.Table.Tags));
        writer.Write(MemoryMarshal.AsBytes(model.Table.Weights));
        GC.KeepAlive(model);
        return stream.ToArray();
    }

    private static byte[] Describe(LinearTextModel model)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(model.Name);
        writer.Write(model.IsMultiLabel);
        writer.Write(model.TrainedRows);
        writer.Write((byte)model.Features.WordNgrams);
        writer.Write(FlagsOf(model.Features));
        writer.Write((byte)model.Features.CharacterNgramMin);
        writer.Write((byte)model.Features.CharacterNgramMax);
        writer.Write(model.Features.CharacterNgramBytes);
        writer.Write(model.Table.Tags.Length);
        writer.Write(model.Labels.Count);
        foreach (string label in model.Labels)
            writer.Write(label);
        return stream.ToArray();
    }

    private static byte FlagsOf(FeatureOptions features) => (byte)(
        (features.SkipBigrams ? SkipBigramsFlag : 0) | (features.Openings ? OpeningsFlag : 0) | (features.NounKinds ? NounKindsFlag : 0));

    private static unsafe LinearTextModel Parse(ModelMemory memory, int length, string checksum)
    {
        using var stream = new UnmanagedMemoryStream(memory.Start, length);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        stream.Position = Magic.Length + sizeof(uint);
        int descriptionLength = reader.ReadInt32();
        (ModelDescription description, int slots) = ReadDescription(reader);
        int outputs = LinearTextModel.OutputCount(description.Labels.Count, description.IsMultiLabel);
        int at = HeaderBytes + descriptionLength;
        at += PaddingAfter(at);
        if (length - at != 2L * sizeof(float) * outputs + FeatureTable.SizeOf(slots, outputs))
            throw new ArgumentException("Its parts do not have the lengths that its description gives.");
        stream.Position = at;
        float[] scales = ReadSingles(reader, outputs);
        float[] biases = ReadSingles(reader, outputs);
        // The checksum, which follows, is the padding that the table needs.
        var table = new FeatureTable(memory, (int)stream.Position, slots, outputs);
        return new LinearTextModel(description, table, scales, biases, checksum);
    }

    private static (ModelDescription Description, int Slots) ReadDescription(BinaryReader reader)
    {
        string name = reader.ReadString();
        bool isMultiLabel = reader.ReadBoolean();
        int trainedRows = reader.ReadInt32();
        (byte wordNgrams, byte flags) = (reader.ReadByte(), reader.ReadByte());
        if ((flags & ~(SkipBigramsFlag | OpeningsFlag | NounKindsFlag)) != 0)
            throw new FormatException("It looks at n-grams that this program does not have; train it again.");
        var features = new FeatureOptions
        {
            WordNgrams = wordNgrams,
            SkipBigrams = (flags & SkipBigramsFlag) != 0,
            Openings = (flags & OpeningsFlag) != 0,
            NounKinds = (flags & NounKindsFlag) != 0,
            CharacterNgramMin = reader.ReadByte(),
            CharacterNgramMax = reader.ReadByte(),
            CharacterNgramBytes = reader.ReadInt32(),
        };
        features.Validate();
        int slots = reader.ReadInt32();
        int count = reader.ReadInt32();
        // A label takes a byte at least, so a forged count cannot make room for more of them than the file could hold.
        if (count < 0 || count > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new FormatException($"It says that it has {count} labels, which it has no room for.");
        var labels = new string[count];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = reader.ReadString();
        return (new ModelDescription(name, labels, isMultiLabel, features, trainedRows), slots);
    }

    private static float[] ReadSingles(BinaryReader reader, int count)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = reader.ReadSingle();
        return values;
    }

    private static int PaddingAfter(int length) => (Alignment - length % Alignment) % Alignment;
}
