using System.Text;
using Acornima.Ast;

namespace ExtensibleWebhooks.Engine.Functions;

/// <summary>
/// A source whose template literals are counted: the interpreter puts one together without looking at any limit, so each <c>${value}</c> of it becomes
/// <c>${guard((value))}</c>, and the guard charges the text before it is copied. Tagged templates stay as they are: their tag gets the values themselves.
/// Lines stay, and <see cref="Locate"/> gives the columns back.
/// </summary>
internal sealed class GuardedSource
{
    /// <summary>The guard's name; <see cref="SourceRules"/> refuses it in a source.</summary>
    public const string Guard = "__text";

    private const string Opening = $"{Guard}((";
    private const string Closing = "))";

    /// <summary>What was put in, in the order of the source.</summary>
    private readonly List<Insertion> _insertions;

    private GuardedSource(string text, List<Insertion> insertions)
    {
        Text = text;
        _insertions = insertions;
    }

    public string Text { get; }

    /// <param name="source">The source.</param>
    /// <param name="script">The same, parsed.</param>
    public static GuardedSource Of(string source, Script script)
    {
        var tagged = script.DescendantNodes().OfType<TaggedTemplateExpression>().Select(tag => tag.Quasi).ToHashSet();
        var insertions = script.DescendantNodes().OfType<TemplateLiteral>()
            .Where(template => !tagged.Contains(template))
            .SelectMany(template => template.Expressions)
            .SelectMany(value => new[]
            {
                new Insertion(value.Range.Start, value.Location.Start.Line, value.Location.Start.Column, Opening),
                new Insertion(value.Range.End, value.Location.End.Line, value.Location.End.Column, Closing),
            })
            .OrderBy(insertion => insertion.Offset)
            .ToList();
        return new GuardedSource(insertions.Count == 0 ? source : Insert(source, insertions), insertions);
    }

    /// <summary>The outcome with its place in the source as it was written.</summary>
    public FunctionOutcome Locate(FunctionOutcome outcome)
    {
        if (outcome is not { Line: { } line, Column: { } column })
        {
            return outcome;
        }

        var shift = 0;
        foreach (var insertion in _insertions.Where(insertion => insertion.Line == line))
        {
            var at = insertion.Column + 1 + shift;
            shift += Math.Clamp(column - at, 0, insertion.Text.Length);
        }

        return outcome with { Column = column - shift };
    }

    private static string Insert(string source, List<Insertion> insertions)
    {
        var text = new StringBuilder(source.Length + (insertions.Count * Opening.Length));
        var copied = 0;
        foreach (var insertion in insertions)
        {
            text.Append(source, copied, insertion.Offset - copied).Append(insertion.Text);
            copied = insertion.Offset;
        }

        return text.Append(source, copied, source.Length - copied).ToString();
    }

    /// <param name="Offset">Where it stands before.</param>
    /// <param name="Line">The same place: from 1.</param>
    /// <param name="Column">From 0.</param>
    /// <param name="Text">On one line.</param>
    private readonly record struct Insertion(int Offset, int Line, int Column, string Text);
}
