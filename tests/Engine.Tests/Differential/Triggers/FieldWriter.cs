using System.Text;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Triggers;

/// <summary>A field's keys, with a backslash before whatever is no letter, digit, dot, _ or -.</summary>
internal sealed class FieldWriter(StringBuilder text, SortedSet<int> differences, Random? choices)
{
    public void Write(IReadOnlyList<string> keys)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            var isIndex = i > 0 && keys[i].All(char.IsAsciiDigit);
            if (isIndex && (choices?.Once(3) ?? false))
            {
                differences.Add(28);
                text.Append('[').Append(keys[i]).Append(']');
                continue;
            }

            text.Append(i > 0 ? "." : "");
            WriteKey(keys[i], alone: keys.Count == 1);
        }
    }

    private void WriteKey(string key, bool alone)
    {
        if (Prototype.Has(key))
        {
            differences.Add(15);
        }

        if (key.AsSpan().IndexOfAny('.', '[', ']') >= 0)
        {
            differences.Add(11);
        }

        var isKeyword = key is "and" or "or" or "null";
        var escapesFirst = (alone && (isKeyword || key is "not" or "in" or "all" or "true" or "false")) || (choices?.Once(30) ?? false);
        if (!escapesFirst && (isKeyword || char.IsAsciiDigit(key[0]) || key[0] == '-'))
        {
            differences.Add(12);
        }

        for (var i = 0; i < key.Length; i++)
        {
            var isPlain = char.IsAsciiLetterOrDigit(key[i]) || key[i] is '_' or '-';
            text.Append(isPlain && !(i == 0 && escapesFirst) ? "" : "\\").Append(key[i]);
        }
    }
}
