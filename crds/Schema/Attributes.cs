namespace ExtensibleWebhooks.Crds.Schema;

/// <summary>Length of a text in characters, both ends included.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Struct)]
public sealed class LengthAttribute(int min, int max) : Attribute
{
    public int Min { get; } = min;

    public int Max { get; } = max;
}

/// <summary>A regular expression (RE2 subset, anchored by its author) that a text must match.</summary>
/// <param name="expression">The expression.</param>
/// <param name="says">What it asks for, in words, for the message that a user reads.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Struct)]
public sealed class PatternAttribute(string expression, string says) : Attribute
{
    public string Expression { get; } = expression;

    public string Says { get; } = says;
}

/// <summary>Bounds of a whole number, or of each number of a list, both included.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RangeAttribute(long min, long max) : Attribute
{
    public long Min { get; } = min;

    public long Max { get; } = max;
}

/// <summary>Bounds of a number with a fraction, both included; written as text so that the schema shows what its author wrote.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FractionAttribute(string min, string max) : Attribute
{
    public string Min { get; } = min;

    public string Max { get; } = max;
}

/// <summary>Bounds of a duration, as Go texts (<c>1s</c>, <c>72h</c>), both included. A schema cannot say them; shape validation does.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationRangeAttribute(string min, string max) : Attribute
{
    public string Min { get; } = min;

    public string Max { get; } = max;
}

/// <summary>Bounds of a size in bytes, as texts (<c>1Ki</c>, <c>10Gi</c>), both included. A schema cannot say them; shape validation does.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SizeRangeAttribute(string min, string max) : Attribute
{
    public string Min { get; } = min;

    public string Max { get; } = max;
}

/// <summary>How many items a list, or members a map, may have, both ends included.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemsAttribute(int min, int max) : Attribute
{
    public int Min { get; } = min;

    public int Max { get; } = max;
}

/// <summary>Length of each text of a list or of each value of a map, and optionally its pattern.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EachAttribute(int minLength, int maxLength, string? pattern = null, string? says = null) : Attribute
{
    public int MinLength { get; } = minLength;

    public int MaxLength { get; } = maxLength;

    public string? Pattern { get; } = pattern;

    public string? Says { get; } = says;
}

/// <summary>What the API server writes where the user wrote nothing, as JSON text (<c>"POST"</c> with its quotes, <c>64</c>, <c>false</c>, <c>{}</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DefaultAttribute(string json) : Attribute
{
    public string Json { get; } = json;
}

/// <summary>Any JSON, kept as it is: the schema of a mapping's language is its compiler, not OpenAPI.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AnyJsonAttribute : Attribute;

/// <summary>An object of any members, kept as it is (a part of a pod's template that Kubernetes itself checks).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AnyObjectAttribute : Attribute;

/// <summary>A list that is merged by one member of its items, as server-side apply asks.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MergeKeyAttribute(string member) : Attribute
{
    public string Member { get; } = member;
}

/// <summary>A rule over several fields, in CEL, run by API servers from 1.25 on.</summary>
/// <param name="rule">The expression; true is valid.</param>
/// <param name="message">What a user reads when it is false: what is wrong and what to do.</param>
/// <param name="twin">The name of the type's own property that says the same in C#, for where no CEL is run.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class CelRuleAttribute(string rule, string message, string twin) : Attribute
{
    public string Rule { get; } = rule;

    public string Message { get; } = message;

    public string Twin { get; } = twin;
}

/// <summary>An object that never changes once it is there, by a CEL rule; admission says the same where no CEL is run.</summary>
/// <param name="message">What a user reads who tries.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ImmutableAttribute(string message) : Attribute
{
    /// <summary>A transition rule: asked on updates only.</summary>
    public const string Rule = "self == oldSelf";

    public string Message { get; } = message;
}

/// <summary>What metadata.name of a kind may be: the names of what the operator makes of it follow from it.</summary>
/// <param name="maxLength">Most characters.</param>
/// <param name="expression">As <see cref="PatternAttribute"/>.</param>
/// <param name="says">As <see cref="PatternAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ObjectNameAttribute(int maxLength, string expression, string says) : Attribute
{
    public const string Label = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";
    public const string LabelSays = "lower-case letters, digits and '-', beginning and ending with a letter or digit";

    public const string ServiceName = "^[a-z]([-a-z0-9]*[a-z0-9])?$";
    public const string ServiceNameSays = "lower-case letters, digits and '-', beginning with a letter and ending with a letter or digit";

    public int MaxLength { get; } = maxLength;

    public string Expression { get; } = expression;

    public string Says { get; } = says;
}

/// <summary>A column of <c>kubectl get</c>.</summary>
/// <param name="name">The heading.</param>
/// <param name="type">string, integer, boolean or date.</param>
/// <param name="jsonPath">Where the value lies, from the object's root.</param>
/// <param name="priority">0 is always shown; 1 with <c>-o wide</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PrinterColumnAttribute(string name, string type, string jsonPath, int priority = 0) : Attribute
{
    public string Name { get; } = name;

    public string Type { get; } = type;

    public string JsonPath { get; } = jsonPath;

    public int Priority { get; } = priority;
}

/// <summary>A short name for <c>kubectl get</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ShortNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
