using System.Globalization;

namespace ExtensibleWebhooks.Benchmarks;

/// <summary>Arguments of the form name=value.</summary>
internal sealed class Options(IEnumerable<string> args)
{
    private readonly Dictionary<string, string> _values = args.Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[^1]);

    public int Number(string name, int otherwise) => int.Parse(Text(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);
}
