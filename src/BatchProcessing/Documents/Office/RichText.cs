namespace BatchProcessing.Documents.Office;

/// <summary>Reads a text of a workbook that may be in several runs, each with a format of its own.</summary>
internal static class RichText
{
    /// <summary>Reads the current element to its end; how it is pronounced (<c>rPh</c>) is left out.</summary>
    public static void Read(PartXml xml, CellText text)
    {
        text.Clear();
        if (xml.IsEmptyElement) return;
        int depth = xml.Depth;
        int pronounced = int.MaxValue;
        bool isText = false;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.Depth <= pronounced) pronounced = int.MaxValue;
            if (xml.IsElement("rPh") && !xml.IsEmptyElement) pronounced = xml.Depth;
            else if (xml.IsElement("t")) isText = !xml.IsEmptyElement && pronounced == int.MaxValue;
            else if (xml.IsEnd("t")) isText = false;
            else if (isText && xml.IsText) xml.AppendTo(text);
        }

        text.ResolveEscapes();
    }
}
