using System.Text;

namespace BatchProcessing.Documents;

/// <summary>What a caller says of a file before it has been read.</summary>
/// <param name="Name">Its cleaned name, or null when it is the body of a request itself.</param>
/// <param name="Kind">What its name or content type says it is.</param>
/// <param name="Charset">The charset its content type names; null when it names none. A byte order mark goes before it.</param>
public sealed record DeclaredFile(string? Name, FileKind Kind, Encoding? Charset = null);
