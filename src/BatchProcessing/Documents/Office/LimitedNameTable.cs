using System.Xml;

namespace BatchProcessing.Documents.Office;

/// <summary>The names a parser remembers: no more of them than any real document has.</summary>
internal sealed class LimitedNameTable : NameTable
{
    private const int MaxNames = 10_000;

    private int _count;

    public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Count(base.Add(key, start, len));

    public override string Add(string key) => Get(key) ?? Count(base.Add(key));

    private string Count(string added) => ++_count <= MaxNames
        ? added
        : throw new XmlException($"There are more than {MaxNames} different names.");
}
