using System.Globalization;

namespace ExtensibleWebhooks.Engine.Tests.Differential;

/// <summary>How the cases went: the answers were the same, or a numbered difference of delivery/Engine/README.md explains why not.</summary>
internal sealed class Tally
{
    /// <summary>With less in common than this, the differences would explain everything, and the comparison nothing.</summary>
    private const double LeastSame = 0.6;

    private readonly SortedDictionary<int, int> _explained = [];
    private int _same;
    private int _cases;

    /// <param name="differences">None: the same.</param>
    public void Add(IEnumerable<int> differences)
    {
        _cases++;
        var any = false;
        foreach (var number in differences)
        {
            any = true;
            _explained[number] = _explained.GetValueOrDefault(number) + 1;
        }

        _same += any ? 0 : 1;
    }

    public void Report(ITestOutputHelper output)
    {
        var share = (double)_same / _cases;
        var text = string.Create(CultureInfo.InvariantCulture,
            $"seed {Budget.Seed}: {_cases} cases, {_same} the same ({share:P1}), the others by difference {string.Join(", ", _explained.Select(row => $"{row.Key}: {row.Value}"))}");
        output.WriteLine(text);
        Assert.True(share >= LeastSame, text);
    }
}
