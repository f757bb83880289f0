namespace BatchProcessing.TextModels.Linear;

/// <summary>
/// Composes a lower-case ASCII letter and a combining mark into the one code point that most texts use for it, so that
/// both spellings are one word. The pairs are the canonical compositions of the Unicode Standard.
/// </summary>
internal static class LatinComposition
{
    private const int FirstMark = 0x300;

    /// <summary>For each mark from U+0300 on: letter, composed letter, letter, composed letter, …</summary>
    private static readonly string[] Pairs = new string[0x29];

    static LatinComposition()
    {
        Array.Fill(Pairs, "");
        Pairs[0x00] = "aàeèiìnǹoòuùwẁyỳ"; // grave
        Pairs[0x01] = "aácćeégǵiíkḱlĺmḿnńoópṕrŕsśuúwẃyýzź"; // acute
        Pairs[0x02] = "aâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷzẑ"; // circumflex
        Pairs[0x03] = "aãeẽiĩnñoõuũvṽyỹ"; // tilde
        Pairs[0x04] = "aāeēgḡiīoōuūyȳ"; // macron
        Pairs[0x06] = "aăeĕgğiĭoŏuŭ"; // breve
        Pairs[0x07] = "aȧbḃcċdḋeėfḟgġhḣmṁnṅoȯpṗrṙsṡtṫwẇxẋyẏzż"; // dot above
        Pairs[0x08] = "aäeëhḧiïoötẗuüwẅxẍyÿ"; // diaeresis
        Pairs[0x0A] = "aåuůwẘyẙ"; // ring
        Pairs[0x0B] = "oőuű"; // double acute
        Pairs[0x0C] = "aǎcčdďeěgǧhȟiǐjǰkǩlľnňoǒrřsštťuǔzž"; // caron
        Pairs[0x23] = "aạbḅdḍeẹhḥiịkḳlḷmṃnṇoọrṛsṣtṭuụvṿwẉyỵzẓ"; // dot below
        Pairs[0x26] = "sștț"; // comma below
        Pairs[0x27] = "cçdḑeȩgģhḩkķlļnņrŗsştţ"; // cedilla
        Pairs[0x28] = "aąeęiįoǫuų"; // ogonek
    }

    /// <summary>The composed letter, or 0 when there is none.</summary>
    public static char Compose(byte letter, int mark)
    {
        if ((uint)(mark - FirstMark) >= (uint)Pairs.Length)
            return '\0';
        string pairs = Pairs[mark - FirstMark];
        for (int i = 0; i < pairs.Length; i += 2)
            if (pairs[i] == letter)
                return pairs[i + 1];
        return '\0';
    }
}
