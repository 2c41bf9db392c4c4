namespace ExtensibleWebhooks.Engine.Triggers.Syntax;

internal enum TriggerTokenKind
{
    /// <summary>A field, a keyword, a function's name, or a value without quotes.</summary>
    Word,
    Number,

    /// <summary>In quotes.</summary>
    Text,

    /// <summary>= != &lt; &lt;= &gt; &gt;=</summary>
    Operator,
    Not,
    Open,
    Close,
    OpenList,
    CloseList,
    Comma,
    End,
}
