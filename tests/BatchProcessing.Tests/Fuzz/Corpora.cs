using System.Text;
using BatchProcessing.Tests.Documents;

namespace BatchProcessing.Tests.Fuzz;

/// <summary>Sound inputs of each format, and the words it is made of.</summary>
internal static class Corpora
{
    private static readonly Mutator Xml = Of(
        ["<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>text</v></c><c t=\"inlineStr\"><is><t>id</t></is></c></row><row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>45000.5</v></c></row></sheetData></worksheet>",
            "<document><body><p><r><t>some text</t><tab/></r></p><AlternateContent><Fallback><t>x</t></Fallback></AlternateContent></body></document>",
            "<sst><si><t>shared</t></si><si><r><t>runs</t></r><rPh><t>no</t></rPh></si></sst>"],
        ["<c>", "</c>", "<row>", "</row>", "<row r=\"9\">", "<c r=\"ZZ9\" t=\"s\">", "<v>", "</v>", "<t>", "</t>", "<![CDATA[", "]]>", "<!--", "&amp;", "&#0;", "&x;", "<!DOCTYPE a [", "_x000D_", "1E308", "-1"]);

    private static readonly Mutator Raw = new(
        [Sample.Read("comments.xlsx"), Sample.Read("letter.docx"), TestZip.Of(("a.csv", "text\nrow\n"), ("b/c.txt", "text"), ("d.eml", "Subject: s\n\nbody"))],
        Tokens("PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "PK\x06\x06", "PK\x06\x07", "../", "\0\0\0\0"));

    /// <summary>The damaged files of a format.</summary>
    public static Func<Random, byte[]> Of(string format) => format switch
    {
        "csv" => Of(["id,text,source,timestamp\n1,\"quoted, \"\"text\"\"\n\",web,now\n2,plain,,\n", "text;id\na;1\n\n\nb;2\n", "text\tid\r\na\t1\r\n"],
            ["\"", "\"\"", ",", ";", "\t", "\n", "\r\n", "\r", "text", "id", "\uFEFF", "\0"]).Make,
        "jsonl" => Of(["{\"id\":\"1\",\"text\":\"a\\u00e4\",\"source\":\"web\"}\n{\"text\":\"b\",\"x\":{\"y\":[1,2.5e3,true,null]}}\n", "{\"id\":7,\"text\":\"\\ud83c\\udf89\"}\r\n"],
            ["{", "}", "[", "]", "\"", "\\", "\\u0000", "\\ud800", ":", ",", "1e999", "null", "\n", "\"text\":", "\"id\":"]).Make,
        "html" => Of(["<html><head><title>t</title><meta charset=windows-1252></head><body><p>one<br>two</p><script>x</script></body></html>"],
            ["<div>", "</div>", "<b>", "<script>", "</script>", "<!--", "-->", "&lt", "&#x110000;", "<svg/>", "<title>", "<a b='", "<plaintext>"]).Make,
        "md" => Of(["# Title\n\nSome **bold** [link](http://x)\n\n- a\n- b\n\n> q\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n"],
            ["[a](", "](", "[", "]", "![", "*", "_", "`", "```\n", "> ", "- ", "1. ", "#", "<div>\n", "\\", "|", "\n\n", "[a]: b\n"]).Make,
        "eml" => new Mutator([Sample.Read("message.eml"), "Subject: =?utf-8?Q?a=C3=A4?=\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n\r\ntext\r\n--b--\r\n"u8.ToArray()],
            Tokens("--b\r\n", "--b--\r\n", "\r\n\r\n", "Content-Type: text/html; charset=utf-16\r\n", "Content-Type: multipart/mixed; boundary=b\r\n", "Content-Transfer-Encoding: base64\r\n", "=?utf-8?B?", "?=", "=", "\"", ";")).Make,
        "xls" => new Mutator([Sample.Read("comments.xls")], Tokens("\0\0\0\0", "\xFF\xFF\xFF\xFF", "\x09\x08\x10\x00", "\xFE\xFF\xFF\xFF")).Make,
        "xlsx" => r => r.Next(3) == 0 ? Raw.Make(r) : TestZip.Parts(r.Next(2) == 0 ? "workbook" : "sheet", Xml.Make(r)),
        "docx" => r => r.Next(3) == 0 ? Raw.Make(r) : TestZip.Parts("word", Xml.Make(r)),
        "zip" => r => r.Next(2) == 0 ? Raw.Make(r) : TestZip.Of(("a.csv", Of("csv")(r)), ("b.jsonl", Of("jsonl")(r)), ("c.eml", Of("eml")(r)), ("d.docx", TestZip.Parts("word", Xml.Make(r)))),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
    };

    private static Mutator Of(string[] corpus, string[] tokens) => new([.. corpus.Select(Encoding.UTF8.GetBytes)], [.. tokens.Select(Encoding.UTF8.GetBytes)]);

    private static IReadOnlyList<byte[]> Tokens(params string[] tokens) => [.. tokens.Select(Encoding.Latin1.GetBytes)];
}
