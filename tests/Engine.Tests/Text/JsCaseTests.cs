using System.Globalization;
using ExtensibleWebhooks.Engine.Tests.Generators;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Tests.Text;

public class JsCaseTests
{
    private const int LastCodePoint = 0x1FFFF;

    [Fact]
    public async Task Mappings_OfEveryCharacter_AreJavaScripts()
    {
        var characters = Enumerable.Range(0, LastCodePoint + 1).Where(value => value is < 0xD800 or > 0xDFFF).Where(IsKnown).ToList();
        var lines = characters.Select(value => value.ToString(CultureInfo.InvariantCulture));

        const string Script = "const s=String.fromCodePoint(+line);return /\\p{Cn}/u.test(s)?'':[s.toUpperCase(),s.toLowerCase(),'a'+s.toLowerCase()].map(t=>[...t].map(c=>c.codePointAt(0)).join(' ')).join(',')";
        var expected = await Node.MapAsync(Script, lines, TestContext.Current.CancellationToken);

        var mistakes = characters.Zip(expected)
            .Where(row => row.Second.Length > 0 && row.Second.Split(' ', ',').All(value => IsKnown(int.Parse(value, CultureInfo.InvariantCulture))))
            .Select(row => (Character: $"U+{row.First:X4}", Expected: row.Second, Actual: Mappings(char.ConvertFromUtf32(row.First))))
            .Where(row => row.Expected != row.Actual);
        Assert.Empty(mistakes);
    }

    [Theory]
    [InlineData("ΟΔΟΣ", "οδος")]
    [InlineData("Σ", "σ")]
    [InlineData("ΑΣ.Β ΑΣ. Α'Σ", "ασ.β ας. α'ς")]
    [InlineData("AΣ\u0301", "aς\u0301")]
    [InlineData("İ", "i\u0307")]
    public void ToLower_WhereTheNeighboursCount_IsJavaScripts(string text, string expected)
    {
        Assert.Equal(expected, JsCase.ToLower(text));
    }

    /// <summary>What one side's Unicode does not know yet is no letter there; the script asks the same of the other side.</summary>
    private static bool IsKnown(int value) => CharUnicodeInfo.GetUnicodeCategory(value) != UnicodeCategory.OtherNotAssigned;

    private static string Mappings(string text) => string.Join(',', CodePoints(JsCase.ToUpper(text)), CodePoints(JsCase.ToLower(text)), CodePoints("a" + JsCase.ToLower(text)));

    private static string CodePoints(string text) => string.Join(' ', text.EnumerateRunes().Select(rune => rune.Value));
}
