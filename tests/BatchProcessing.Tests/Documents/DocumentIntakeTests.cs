using System.Text;
using System.Text.Json;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents;

public sealed class DocumentIntakeTests
{
    [Fact]
    public async Task Add_TakesAnIdAgain_WhenAnotherSourceHasBegun()
    {
        using var run = new IntakeRun();
        Add(run, "a");
        run.Intake.BeginSource("second.csv");
        Add(run, "a");

        Assert.All(await run.LinesAsync(), l => Assert.Null(l.ErrorCode()));
    }

    [Fact]
    public void Add_Refuses_WhenBadDocumentsAreNotWanted()
    {
        using var run = new IntakeRun(failOnInvalid: true);
        run.Intake.BeginSource("notes.csv");

        var refusal = Assert.Throws<UploadRejectedException>(
            () => run.Intake.Add(new DocumentRecord { Line = 7, Text = JsonString.Plain(" "u8) }));

        Assert.Equal("validation", refusal.Type);
        Assert.Equal("notes.csv: Line 7: The text is empty.", refusal.Message);
    }

    [Fact]
    public void FirstIds_StopAtAThousand_WhenThereAreMore()
    {
        using var run = new IntakeRun();
        for (int i = 0; i < 1_500; i++) Add(run, i % 2 == 0 ? $"id{i}" : "");

        Assert.Equal(1_000, run.Intake.FirstIds.Count);
        Assert.Equal(["id0", "doc-1", "id2"], run.Intake.FirstIds.Take(3));
        Assert.Equal(1_500, run.Intake.Count);
    }

    [Fact]
    public async Task Add_WritesTheIdWithoutNeedlessEscapes_WhenItCameEscaped()
    {
        using var run = new IntakeRun();
        run.Intake.Add(new DocumentRecord { Id = JsonString.Token("se\\u00f1al\\/1"u8), Text = JsonString.Plain("x"u8) });

        string line = await run.TextOfAsync(Assert.Single(await run.ChunksAsync()));

        Assert.Contains("\"id\":\"señal/1\"", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4_096, null)]
    [InlineData(4_097, "field-too-long")]
    [InlineData(1_000_000, "field-too-long")]
    public async Task Add_FailsTheDocument_WhenItsSourceOrTimestampIsTooLong(int bytes, string? code)
    {
        using var run = new IntakeRun();
        byte[] plain = Encoding.ASCII.GetBytes(new string('s', bytes));
        byte[] escaped = [.. Encoding.ASCII.GetBytes(new string('s', bytes - 1)), .. "\\u0041"u8];
        run.Intake.Add(new DocumentRecord { Line = 5, Id = JsonString.Plain("a"u8), Text = JsonString.Plain("x"u8), Source = JsonString.Plain(plain) });
        run.Intake.Add(new DocumentRecord { Line = 6, Id = JsonString.Plain("b"u8), Text = JsonString.Plain("x"u8), Timestamp = JsonString.Token(escaped) });

        IReadOnlyList<JsonElement> lines = await run.LinesAsync();

        Assert.Equal([code, code], lines.Select(l => l.ErrorCode()));
        if (code is null) return;
        Assert.Equal(
            ["Line 5: The source has more than 4096 bytes.", "Line 6: The timestamp has more than 4096 bytes."],
            lines.Select(l => l.ErrorMessage()));
    }

    private static void Add(IntakeRun run, string id) => run.Intake.Add(new DocumentRecord
    {
        Id = JsonString.Plain(Encoding.UTF8.GetBytes(id)),
        Text = JsonString.Plain("text"u8),
    });
}
