using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Engine.Liquid.Syntax;

/// <summary>
/// Goes through a template's tags by their names only, and reports those that there are not, that the reference does not allow, and blocks that do not close.
/// Fluid's parser, which comes after it, would say less of it and not where.
/// </summary>
internal sealed class LiquidOutline(string text, LiquidProblems problems)
{
    private static readonly string[] Blocks = ["if", "unless", "capture", "block", "comment", "raw"];
    private static readonly string[] Branches = ["else", "elsif"];
    private static readonly string[] Single = ["assign", "echo", "increment", "decrement", "cycle", "break", "continue", "liquid", "#"];

    /// <summary>The tags that the reference refuses, and what to use.</summary>
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["case"] = "use if and elsif",
        ["for"] = "use the directive @arrayPath, or filters such as join",
        ["tablerow"] = "use the directive @arrayPath",
        ["include"] = "write its text here",
        ["render"] = "write its text here",
        ["layout"] = "write its text here",
    };

    private readonly Stack<(string Name, int Place)> _open = new();

    /// <summary>Of the open blocks those that had their else, by their places.</summary>
    private readonly HashSet<int> _decided = [];

    public static void Check(string text, LiquidProblems problems) => new LiquidOutline(text, problems).Check();

    private void Check()
    {
        var position = 0;
        while (text.IndexOf('{', position) is var brace and >= 0 && brace + 1 < text.Length)
        {
            position = text[brace + 1] == '%' ? Tag(brace) : brace + (text[brace + 1] == '{' ? Output(brace) : 1);
        }

        foreach (var (name, place) in _open)
        {
            problems.Add(place, $"The tag {name} does not close; expected {{% end{name} %}}.");
        }
    }

    /// <summary>The length of an output; what is wrong with it, the parser says.</summary>
    private int Output(int brace)
    {
        for (var i = brace + 2; i < text.Length - 1; i++)
        {
            if (text[i] is '"' or '\'' && QuotedText.FindEnd(text, i, text.Length) is var close and >= 0)
            {
                i = close;
            }
            else if (text[i] == '}' && text[i + 1] == '}')
            {
                return i + 2 - brace;
            }
        }

        return text.Length - brace;
    }

    /// <summary>Looks at the tag; returns where it ends.</summary>
    private int Tag(int brace)
    {
        var end = text.IndexOf("%}", brace + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            problems.Add(brace, "The tag does not end; expected %}.");
            return text.Length;
        }

        var start = brace + 2 + (text[brace + 2] == '-' ? 1 : 0);
        var name = NameAt(start, end);
        See(name, brace);
        if (name == "liquid")
        {
            Lines(start, end - (text[end - 1] == '-' ? 1 : 0));
        }

        return name is "raw" or "comment" ? Skip(name, end + 2) : end + 2;
    }

    /// <summary>What stands in raw and in comment is no template.</summary>
    private int Skip(string name, int from)
    {
        for (var brace = text.IndexOf("{%", from, StringComparison.Ordinal); brace >= 0; brace = text.IndexOf("{%", brace + 2, StringComparison.Ordinal))
        {
            var end = text.IndexOf("%}", brace, StringComparison.Ordinal);
            if (end >= 0 && NameAt(brace + 2 + (text[brace + 2] == '-' ? 1 : 0), end) == "end" + name)
            {
                _open.Pop();
                return end + 2;
            }
        }

        return text.Length;
    }

    /// <summary>The tags of a liquid tag, one a line; the first stands on the line of its name.</summary>
    private void Lines(int start, int end)
    {
        var depth = _open.Count;
        var line = text.IndexOf("liquid", start, StringComparison.Ordinal) + "liquid".Length;
        while (line < end)
        {
            var next = text.IndexOf('\n', line, end - line) is var found and >= 0 ? found + 1 : end;
            if (NameAt(line, next) is { Length: > 0 } name)
            {
                See(name, line);
            }

            line = next;
        }

        while (_open.Count > depth)
        {
            var (name, place) = _open.Pop();
            problems.Add(place, $"The tag {name} does not close; expected end{name} before the liquid tag ends.");
        }
    }

    private void See(string name, int place)
    {
        if (Blocks.Contains(name))
        {
            Open(name, place);
        }
        else if (name.StartsWith("end", StringComparison.Ordinal) && Blocks.Contains(name[3..]))
        {
            Close(name, place);
        }
        else if (Branches.Contains(name))
        {
            Branch(name, place);
        }
        else if (!Single.Contains(name))
        {
            problems.Add(place, Refused.TryGetValue(name, out var instead)
                ? $"The tag {name} cannot be used here; {instead}."
                : $"There is no tag {name}{NearMiss.Hint(name, Blocks.Concat(Single).Concat(Branches).Concat(Blocks.Select(block => "end" + block)))}.");
        }
    }

    private void Branch(string name, int place)
    {
        if (!_open.TryPeek(out var around) || around.Name is not ("if" or "unless"))
        {
            problems.Add(place, $"The tag {name} belongs between if or unless and its end.");
        }
        else if (_decided.Contains(around.Place) || (name == "else" && !_decided.Add(around.Place)))
        {
            problems.Add(place, $"The tag {name} comes after the else of its {around.Name}; only one else can be there, at the end.");
        }
    }

    private void Open(string name, int place)
    {
        if (_open.Count == LiquidLimits.MaxDepth)
        {
            problems.Add(place, $"There are more than {LiquidLimits.MaxDepth} blocks inside each other; join their conditions by and.");
        }

        _open.Push((name, place));
    }

    private void Close(string name, int place)
    {
        if (!_open.TryPeek(out var open))
        {
            problems.Add(place, $"The tag {name} closes nothing.");
        }
        else if ("end" + open.Name != name)
        {
            problems.Add(place, $"The tag {name} closes nothing here; expected end{open.Name} first.");
        }
        else
        {
            _open.Pop();
        }
    }

    /// <summary>The name of the tag, as liquidjs reads it.</summary>
    private string NameAt(int start, int end)
    {
        var tokens = new TokenReader(text, start, end);
        return tokens.Take('#') ? "#" : tokens.Name();
    }
}
