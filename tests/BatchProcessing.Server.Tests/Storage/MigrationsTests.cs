namespace BatchProcessing.Server.Tests.Storage;

public sealed class MigrationsTests
{
    /// <summary>Of two scripts with one number the second would be taken for applied: its columns would be missing.</summary>
    [Fact]
    public void Scripts_AreNumberedOneByOne()
    {
        string[] numbers =
        [
            .. typeof(Program).Assembly.GetManifestResourceNames()
                .Where(n => n.Contains(".Migrations.", StringComparison.Ordinal))
                .Select(n => n.Split(".Migrations.")[1][..3]).Order(StringComparer.Ordinal),
        ];

        Assert.Equal(Enumerable.Range(1, numbers.Length).Select(n => n.ToString("000", System.Globalization.CultureInfo.InvariantCulture)), numbers);
    }
}
