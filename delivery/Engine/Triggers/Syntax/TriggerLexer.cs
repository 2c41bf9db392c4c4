using System.Text;

namespace ExtensibleWebhooks.Engine.Triggers.Syntax;

/// <summary>Cuts a trigger into tokens. What is no token is reported, and read as what was probably meant, so that the parser can report more.</summary>
internal sealed class TriggerLexer
{
    private const string OperatorCharacters = "=!<>&|";

    /// <summary>What other languages write, and what it is here.</summary>
    private static readonly Dictionary<string, string> Habits = new()
    {
        ["=="] = "=",
        ["==="] = "=",
        ["!=="] = "!=",
        ["<>"] = "!=",
        ["=<"] = "<=",
        ["=>"] = ">=",
        ["&&"] = "and",
        ["||"] = "or",
        ["&"] = "and",
        ["|"] = "or",
    };

    private readonly string _text;
    private readonly TriggerProblems _problems;
    private readonly List<TriggerToken> _tokens = [];
    private int _position;

    private TriggerLexer(string text, TriggerProblems problems)
    {
        _text = text;
        _problems = problems;
    }

    /// <summary>The tokens, the last being <see cref="TriggerTokenKind.End"/>.</summary>
    public static IReadOnlyList<TriggerToken> Read(string text, TriggerProblems problems)
    {
        var lexer = new TriggerLexer(text, problems);
        while (lexer._position < text.Length)
        {
            lexer.ReadOne();
        }

        lexer._tokens.Add(new TriggerToken(TriggerTokenKind.End, "", "", text.Length));
        return lexer._tokens;
    }

    private void ReadOne()
    {
        var character = _text[_position];
        switch (character)
        {
            case '"' or '\'':
                ReadText(character);
                break;
            case '(':
                Add(TriggerTokenKind.Open, 1);
                break;
            case ')':
                Add(TriggerTokenKind.Close, 1);
                break;
            case '[':
                Add(TriggerTokenKind.OpenList, 1);
                break;
            case ']':
                Add(TriggerTokenKind.CloseList, 1);
                break;
            case ',':
                Add(TriggerTokenKind.Comma, 1);
                break;
            default:
                if (char.IsWhiteSpace(character))
                {
                    _position++;
                }
                else if (OperatorCharacters.Contains(character, StringComparison.Ordinal))
                {
                    ReadOperator();
                }
                else
                {
                    ReadWord();
                }

                break;
        }
    }

    private void ReadText(char quote)
    {
        var end = _text.IndexOf(quote, _position + 1);
        if (end < 0)
        {
            _problems.Add(_position, $"The text that starts here has no closing {quote}.");
            end = _text.Length;
        }

        var source = _text[_position..Math.Min(end + 1, _text.Length)];
        _tokens.Add(new TriggerToken(TriggerTokenKind.Text, source, _text[(_position + 1)..end], _position));
        _position = end + 1;
    }

    private void ReadOperator()
    {
        var end = _position;
        while (end < _text.Length && OperatorCharacters.Contains(_text[end], StringComparison.Ordinal))
        {
            end++;
        }

        var run = _text[_position..end];
        if (Ast.ComparisonOperators.Parse(run) is not null)
        {
            Add(TriggerTokenKind.Operator, run.Length);
        }
        else if (run[0] == '!' && !Habits.ContainsKey(run))
        {
            Add(TriggerTokenKind.Not, 1);
        }
        else
        {
            ReadForeignOperator(run);
        }
    }

    private void ReadForeignOperator(string run)
    {
        var meant = Habits.GetValueOrDefault(run);
        var remedy = meant is null ? "expected one of =, !=, <, <=, >, >=" : $"write {meant}";
        _problems.Add(_position, $"Found `{run}`: there is no such operator; {remedy}.");
        var kind = meant is TriggerKeywords.And or TriggerKeywords.Or ? TriggerTokenKind.Word : TriggerTokenKind.Operator;
        _tokens.Add(new TriggerToken(kind, meant ?? "=", meant ?? "=", _position));
        _position += run.Length;
    }

    private void ReadWord()
    {
        var start = _position;
        var word = new WordReader(_text, start);
        _position = word.End;
        var source = _text[start.._position];
        if (word.Stray is { } stray)
        {
            var rune = Rune.TryGetRuneAt(_text, stray, out var found) ? found.ToString() : $"\\u{(int)_text[stray]:x4}";
            var advice = source.StartsWith("$.", StringComparison.Ordinal)
                ? "fields in triggers are written without $."
                : "put text in quotes; in a field's name write a backslash before the character";
            _problems.Add(stray, $"Found `{rune}`, which stands for nothing here; {advice}.");
        }
        else if (TriggerNumber.Parse(source) is not null)
        {
            Add(TriggerTokenKind.Number, start, source.Length);
            return;
        }

        _tokens.Add(new TriggerToken(TriggerTokenKind.Word, source, word.Value, start) { Segments = word.Segments });
    }

    private void Add(TriggerTokenKind kind, int length)
    {
        Add(kind, _position, length);
        _position += length;
    }

    private void Add(TriggerTokenKind kind, int offset, int length)
    {
        var source = _text.Substring(offset, length);
        _tokens.Add(new TriggerToken(kind, source, source, offset));
    }
}
