namespace ExtensibleWebhooks.Engine.Liquid.Expressions;

internal enum LiquidOperator
{
    And,
    Or,
    Not,
    Equal,
    NotEqual,
    Contains,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}
