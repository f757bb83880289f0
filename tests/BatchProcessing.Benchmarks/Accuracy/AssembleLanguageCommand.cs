using System.CommandLine;
using System.Globalization;

namespace BatchProcessing.Benchmarks.Accuracy;

/// <summary>
/// <c>assemble-language</c>: makes the training file of the language model from NTREX-128, one file of sentences a
/// language. Of every sentence a random fragment is added, so that short texts are learned as well.
/// </summary>
internal static class AssembleLanguageCommand
{
    private const int Seed = 1;
    private const int LeastFragment = 8;
    private const int MostFragment = 40;

    /// <summary>Every tenth sentence is for development.</summary>
    private const int DevelopmentEvery = 10;

    private static readonly Option<string> Ntrex = new("--ntrex") { Required = true, Description = "Folder NTREX-128 of a clone of github.com/MicrosoftTranslator/NTREX." };
    private static readonly Option<string> Languages = new("--languages") { Required = true, Description = "CSV with file,language: which file holds which language." };
    private static readonly Option<string> Part = new("--part") { DefaultValueFactory = _ => "train", Description = "train or dev." };
    private static readonly Option<string?> And = new("--and") { Description = "A training file to add to the train part." };
    private static readonly Option<string> Out = new("--out") { Required = true, Description = "CSV file to write, gzip-compressed." };

    public static Command Create()
    {
        var command = new Command("assemble-language", "Makes the training file of the language model.") { Ntrex, Languages, Part, And, Out };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        using var output = new TrainingFileWriter(arguments.GetRequiredValue(Out));
        bool isDev = arguments.GetRequiredValue(Part) == "dev";
        var random = new Random(Seed);
        foreach (string line in File.ReadLines(arguments.GetRequiredValue(Languages)).Skip(1))
        {
            string[] fields = line.Split(',');
            string[] sentences = File.ReadAllLines(Path.Combine(arguments.GetRequiredValue(Ntrex), fields[0]));
            for (int i = 0; i < sentences.Length; i++)
            {
                string fragment = Fragment(sentences[i], random);
                if (i % DevelopmentEvery == 0 != isDev)
                    continue;
                output.Write(sentences[i], fields[1]);
                output.Write(fragment, fields[1]);
            }
        }
        if (arguments.GetValue(And) is { } more)
            output.WriteAll(more);
        return 0;
    }

    /// <summary>A part of 8 to 40 characters that starts and ends between words where there are spaces.</summary>
    private static string Fragment(string sentence, Random random)
    {
        int[] elements = StringInfo.ParseCombiningCharacters(sentence);
        int length = Math.Min(elements.Length, random.Next(LeastFragment, MostFragment + 1));
        int first = random.Next(elements.Length - length + 1);
        int end = first + length == elements.Length ? sentence.Length : elements[first + length];
        int start = elements.Length == 0 ? 0 : elements[first];
        int space = sentence.IndexOf(' ', start);
        if (start > 0 && space >= 0 && space < end - LeastFragment)
            start = space + 1;
        int lastSpace = sentence.LastIndexOf(' ', Math.Max(start, end - 1));
        if (end < sentence.Length && lastSpace > start + LeastFragment)
            end = lastSpace;
        return sentence[start..end];
    }
}
