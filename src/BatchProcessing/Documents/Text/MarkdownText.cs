using System.Text;
using Markdig;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace BatchProcessing.Documents.Text;

/// <summary>
/// The text of a Markdown file. Markdig finds its blocks; emphasis, links and their targets are removed here, because
/// Markdig's own parsers of those take time that grows with the square of a paragraph that is made to be hard.
/// </summary>
internal static class MarkdownText
{
    private const int MaxReferenceName = 1_000; // characters, CommonMark 4.7

    private static readonly MarkdownPipeline Blocks = BlocksOnly();

    /// <summary>The text without markup; the whole file as it is when its blocks are nested beyond reason.</summary>
    public static string Of(string markdown)
    {
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(markdown, Blocks);
        }
        catch (ArgumentException)
        {
            return markdown; // nested too deeply for Markdig
        }

        var text = new StringBuilder(markdown.Length);
        foreach (LeafBlock block in document.Descendants<LeafBlock>())
        {
            int before = text.Length;
            Append(text, block);
            if (text.Length > before) text.Append('\n');
        }

        return text.ToString().TrimEnd();
    }

    private static MarkdownPipeline BlocksOnly()
    {
        var builder = new MarkdownPipelineBuilder();
        builder.InlineParsers.Clear();
        builder.BlockParsers.Replace<ParagraphBlockParser>(new PlainParagraphParser());
        return builder.Build();
    }

    private static void Append(StringBuilder text, LeafBlock block)
    {
        switch (block)
        {
            case HtmlBlock:
                text.Append(HtmlText.Of(block.Lines.ToString()));
                break;
            case CodeBlock:
                text.Append(block.Lines.ToString());
                break;
            default:
                foreach (LiteralInline inline in block.Inline?.OfType<LiteralInline>() ?? [])
                    AppendLines(text, inline.Content.AsSpan());
                break;
        }
    }

    private static void AppendLines(StringBuilder text, ReadOnlySpan<char> paragraph)
    {
        var kept = new StringBuilder(paragraph.Length);
        foreach (ReadOnlySpan<char> line in paragraph.EnumerateLines())
        {
            if (IsReference(line) || IsRule(line)) continue;
            if (kept.Length > 0) kept.Append('\n');
            kept.Append(line);
        }

        MarkdownInlines.Append(text, kept.ToString());
    }

    /// <summary>Whether a line is a link's target, <c>[name]: target</c>, which readers never see.</summary>
    private static bool IsReference(ReadOnlySpan<char> line) =>
        line is ['[', ..] && line[..Math.Min(line.Length, MaxReferenceName)].IndexOf("]:", StringComparison.Ordinal) > 1;

    /// <summary>Whether a line only underlines a title, or parts the head of a table from its rows.</summary>
    private static bool IsRule(ReadOnlySpan<char> line) => !line.IsWhiteSpace() && line.IndexOfAnyExcept("-=|: ") < 0;

    // Markdig's own looks for references at the start of a paragraph again and again.
    private sealed class PlainParagraphParser : ParagraphBlockParser
    {
        public override BlockState TryContinue(BlockProcessor processor, Block block)
        {
            if (processor.IsBlankLine) return BlockState.BreakDiscard;
            block.UpdateSpanEnd(processor.Line.End);
            return BlockState.Continue;
        }

        public override bool Close(BlockProcessor processor, Block block) => true;
    }
}
