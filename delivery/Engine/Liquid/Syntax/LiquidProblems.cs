namespace ExtensibleWebhooks.Engine.Liquid.Syntax;

/// <summary>Collects what is wrong with a template; of several at one place the first is the cause.</summary>
internal sealed class LiquidProblems(string text)
{
    /// <summary>After so many the rest is noise.</summary>
    private const int Max = 20;

    private readonly SortedDictionary<int, LiquidProblem> _problems = [];

    public IReadOnlyList<LiquidProblem> All => [.. _problems.Values];

    public void Add(int offset, string message)
    {
        offset = Math.Clamp(offset, 0, text.Length);
        if (_problems.Count < Max)
        {
            var before = text.AsSpan(0, offset);
            _problems.TryAdd(offset, new LiquidProblem(message, before.Count('\n') + 1, before.Length - before.LastIndexOf('\n')));
        }
    }
}
