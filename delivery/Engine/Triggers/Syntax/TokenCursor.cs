namespace ExtensibleWebhooks.Engine.Triggers.Syntax;

/// <summary>A place in the tokens, for the parser.</summary>
internal sealed class TokenCursor(IReadOnlyList<TriggerToken> tokens)
{
    private int _index;

    public TriggerToken Current => tokens[_index];

    public TriggerToken Next => tokens[Math.Min(_index + 1, tokens.Count - 1)];

    /// <summary>The current token; the cursor moves on, but never past the end.</summary>
    public TriggerToken Take()
    {
        var token = Current;
        _index = Math.Min(_index + 1, tokens.Count - 1);
        return token;
    }

    public bool TryTake(TriggerTokenKind kind)
    {
        var found = Current.Kind == kind && kind != TriggerTokenKind.End;
        if (found)
        {
            Take();
        }

        return found;
    }

    public bool TryTake(string keyword)
    {
        var found = Current.Is(keyword);
        if (found)
        {
            Take();
        }

        return found;
    }

    /// <summary>Moves to the end of the condition: before and, or, the parenthesis that closes around it, or the end.</summary>
    public void SkipCondition()
    {
        var depth = 0;
        while (Current.Kind != TriggerTokenKind.End)
        {
            if (depth == 0 && (Current.Kind == TriggerTokenKind.Close || Current.Is(TriggerKeywords.And) || Current.Is(TriggerKeywords.Or)))
            {
                return;
            }

            depth += Current.Kind switch
            {
                TriggerTokenKind.Open => 1,
                TriggerTokenKind.Close => -1,
                _ => 0,
            };
            Take();
        }
    }
}
