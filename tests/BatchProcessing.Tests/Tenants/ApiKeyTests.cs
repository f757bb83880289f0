using System.Security.Cryptography;
using System.Text;
using BatchProcessing.Tenants;

namespace BatchProcessing.Tests.Tenants;

public class ApiKeyTests
{
    [Fact]
    public void Create_MakesKeysOfOneForm_ThatDiffer()
    {
        ApiKey[] keys = [.. Enumerable.Range(0, 200).Select(_ => ApiKey.Create())];

        Assert.All(keys, k => Assert.Matches("^bp_[0-9a-z]{12}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$", k.Text));
        Assert.Equal(200, keys.Select(k => k.Text).Distinct().Count());
        Assert.Equal(200, keys.Select(k => k.Id).Distinct().Count());
    }

    [Fact]
    public void TryParse_GivesTheKey_ThatWasMade()
    {
        ApiKey made = ApiKey.Create();

        ApiKey? read = ApiKey.TryParse(made.Text);

        Assert.Equal((made.Text, made.Id, made.Hash), (read!.Text, read.Id, read.Hash));
    }

    [Fact]
    public void TryParse_RefusesEveryKey_WithOneOtherCharacter()
    {
        string text = ApiKey.Create().Text;

        for (int i = 0; i < text.Length; i++)
        {
            foreach (char other in "aZ0_-\0é".Where(c => c != text[i]))
                Assert.Null(ApiKey.TryParse(text[..i] + other + text[(i + 1)..]));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("bp_")]
    [InlineData("bp__")]
    [InlineData("Bearer")]
    public void TryParse_RefusesWhatIsNoKey(string text)
    {
        Assert.Null(ApiKey.TryParse(text));
        Assert.Null(ApiKey.TryParse(ApiKey.Create().Text + text + "x"));
        Assert.Null(ApiKey.TryParse(ApiKey.Create().Text[..^1]));
    }

    [Fact]
    public void Hash_IsTheSha256_OfTheWholeKey()
    {
        ApiKey key = ApiKey.Create();

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key.Text))), key.Hash);
        Assert.True(key.Matches(key.Hash));
        Assert.False(key.Matches(ApiKey.Create().Hash));
        Assert.False(key.Matches(""));
    }

    [Fact]
    public void ToString_TellsTheIdAlone()
    {
        ApiKey key = ApiKey.Create();

        Assert.Equal($"bp_{key.Id}_…", key.ToString());
        Assert.DoesNotContain(key.Text.Split('_')[2], $"{key}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("acme-2", true)]
    [InlineData("default", true)]
    [InlineData("", false)]
    [InlineData("*", false)]
    [InlineData("-a", false)]
    [InlineData("Acme", false)]
    [InlineData("a/b", false)]
    [InlineData("a\nb", false)]
    [InlineData("ä", false)]
    public void IsId_TakesLowerCaseLettersDigitsAndHyphens(string id, bool expected)
    {
        Assert.Equal(expected, TenantAccount.IsId(id));
        Assert.False(TenantAccount.IsId(new string('a', 64)));
    }

    [Theory]
    [InlineData("submit", KeyScopes.Submit)]
    [InlineData("read,submit", KeyScopes.Submit | KeyScopes.Read)]
    [InlineData("submit,read,admin", KeyScopes.All)]
    [InlineData("", KeyScopes.None)]
    [InlineData("read,root", KeyScopes.None)]
    public void TryParse_TakesScopesOnly(string names, KeyScopes expected)
    {
        bool isGood = KeyScopeNames.TryParse(names.Split(','), out KeyScopes scopes);

        Assert.Equal(expected != KeyScopes.None, isGood);
        if (isGood) Assert.Equal(expected, scopes);
    }
}
