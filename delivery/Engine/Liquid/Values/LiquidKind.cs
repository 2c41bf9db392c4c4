namespace ExtensibleWebhooks.Engine.Liquid.Values;

/// <summary>What a value in a template is. As in JavaScript, no value and null differ; as in Liquid, three literals are equal to more than themselves.</summary>
internal enum LiquidKind
{
    /// <summary>No value: a variable or member that is not there.</summary>
    Undefined,

    /// <summary>JSON's null.</summary>
    Null,

    /// <summary>The literal nil or null: equal to no value and to null.</summary>
    Nil,

    /// <summary>The literal empty: equal to texts, arrays and objects without anything in them.</summary>
    Empty,

    /// <summary>The literal blank: as empty, and equal to false, no value, null and texts of white space.</summary>
    Blank,

    Boolean,
    Number,
    Text,
    Array,

    /// <summary>Always one of the event's: no filter makes objects.</summary>
    Object,
}
