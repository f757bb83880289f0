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

    public static LinearTextModel Read(Stream stream, string name) => Read(ReadToEnd(stream, name), name);

    public static LinearTextModel Read(byte[] bytes, string name)
    {
        if (bytes.Length < HeaderBytes + SHA256.HashSizeInBytes || !bytes.AsSpan().StartsWith(Magic))
            throw new InvalidModelFileException($"{name} is not a text model file.");
        uint version = BitConverter.ToUInt32(bytes, Magic.Length);
        if (version != Version)
            throw new InvalidModelFileException($"{name} is a text model file of version {version}; this program reads version {Version}{(version < Version ? ": train it again" : "")}.");
        ReadOnlySpan<byte> content = bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes);
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length)))
            throw new InvalidModelFileException($"{name} is truncated or damaged: its checksum does not match.");
        try
        {
            return Parse(bytes, content.Length);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or IOException)
        {
            throw new InvalidModelFileException($"{name} is not a valid text model file: {e.Message}", e);
        }
    }

    private static byte[] ReadToEnd(Stream stream, string name)
    {
        using var copy = new MemoryStream(stream.CanSeek ? (int)Math.Min(stream.Length - stream.Position, MaxFileBytes) : 0);
        Span<byte> buffer = stackalloc byte[16 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (copy.Length + read > MaxFileBytes)
                throw new InvalidModelFileException($"{name} is larger than a text model file can be ({MaxFileBytes} bytes).");
            copy.Write(buffer[..read]);
        }
        return copy.ToArray();
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
        writer.Write((byte)((model.Features.SkipBigrams ? SkipBigramsFlag : 0) | (model.Features.Openings ? OpeningsFlag : 0)));
        writer.Write((byte)model.Features.CharacterNgramMin);
        writer.Write((byte)model.Features.CharacterNgramMax);
        writer.Write(model.Features.CharacterNgramBytes);
        writer.Write(model.Table.Tags.Length);
        writer.Write(model.Labels.Count);
        foreach (string label in model.Labels)
            writer.Write(label);
        return stream.ToArray();
    }

    private static LinearTextModel Parse(byte[] bytes, int length)
    {
        using var stream = new MemoryStream(bytes, 0, length);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        stream.Position = Magic.Length + sizeof(uint);
        int descriptionLength = reader.ReadInt32();
        (ModelDescription description, int slots) = ReadDescription(reader);
        int outputs = LinearTextModel.OutputCount(description.Labels.Count, description.IsMultiLabel);
        int at = HeaderBytes + descriptionLength;
        at += PaddingAfter(at);
        if (length - at != 2L * sizeof(float) * outputs + (long)slots * (sizeof(ushort) + outputs))
            throw new ArgumentException("Its parts do not have the lengths that its description gives.");
        float[] scales = Take<float>(bytes, ref at, outputs, 0);
        float[] biases = Take<float>(bytes, ref at, outputs, 0);
        ushort[] tags = Take<ushort>(bytes, ref at, slots, 0);
        sbyte[] weights = Take<sbyte>(bytes, ref at, slots * outputs, FeatureTable.WeightPadding);
        return new LinearTextModel(description, new FeatureTable(tags, weights, outputs), scales, biases);
    }

    private static (ModelDescription Description, int Slots) ReadDescription(BinaryReader reader)
    {
        string name = reader.ReadString();
        bool isMultiLabel = reader.ReadBoolean();
        int trainedRows = reader.ReadInt32();
        (byte wordNgrams, byte flags) = (reader.ReadByte(), reader.ReadByte());
        if ((flags & ~(SkipBigramsFlag | OpeningsFlag)) != 0)
            throw new FormatException("It looks at n-grams that this program does not have; train it again.");
        var features = new FeatureOptions
        {
            WordNgrams = wordNgrams,
            SkipBigrams = (flags & SkipBigramsFlag) != 0,
            Openings = (flags & OpeningsFlag) != 0,
            CharacterNgramMin = reader.ReadByte(),
            CharacterNgramMax = reader.ReadByte(),
            CharacterNgramBytes = reader.ReadInt32(),
        };
        features.Validate();
        int slots = reader.ReadInt32();
        var labels = new string[reader.ReadInt32()];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = reader.ReadString();
        return (new ModelDescription(name, labels, isMultiLabel, features, trainedRows), slots);
    }

    private static T[] Take<T>(byte[] bytes, ref int at, int count, int padding)
        where T : unmanaged
    {
        var values = new T[count + padding];
        Span<byte> target = MemoryMarshal.AsBytes(values.AsSpan(0, count));
        bytes.AsSpan(at, target.Length).CopyTo(target);
        at += target.Length;
        return values;
    }

    private static int PaddingAfter(int length) => (Alignment - length % Alignment) % Alignment;
}
