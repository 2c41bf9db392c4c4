using System.Text.Json;

namespace ExtensibleWebhooks.Crds.Schema;

/// <summary>
/// What a field may hold, read from the C# types: written out as the structural OpenAPI schema of a CRD, and run over documents by shape validation.
/// One tree for both, so that what the API server accepts and what we accept cannot drift.
/// </summary>
public sealed record SchemaNode
{
    public required SchemaType Type { get; init; }

    /// <summary>The C# type that the field's value is read into.</summary>
    public required Type Source { get; init; }

    /// <summary>A sentence for <c>kubectl explain</c>; null where none was asked for.</summary>
    public string? Description { get; init; }

    /// <summary>OpenAPI's format (int32, int64, double, date-time); null for none.</summary>
    public string? Format { get; init; }

    /// <summary>What the API server writes where the user wrote nothing; null for nothing.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>Members of an <see cref="SchemaType.Record"/>, in the order of the type.</summary>
    public IReadOnlyList<SchemaMember> Members { get; init; } = [];

    /// <summary>Schema of each item of a list or value of a map.</summary>
    public SchemaNode? Each { get; init; }

    /// <summary>Bounds of the number itself.</summary>
    public Bounds<decimal>? Range { get; init; }

    /// <summary>Bounds of a text's length in characters.</summary>
    public Bounds<int>? Length { get; init; }

    /// <summary>Bounds of the number of items or members.</summary>
    public Bounds<int>? Count { get; init; }

    /// <summary>Bounds of a duration or size, as texts: an OpenAPI schema cannot say them.</summary>
    public Bounds<string>? ValueRange { get; init; }

    public TextPattern? Pattern { get; init; }

    /// <summary>The texts that an enum allows; empty for any.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>The member by which items of a list are merged; null for a list that is replaced as a whole.</summary>
    public string? MergeKey { get; init; }

    public IReadOnlyList<CelRuleAttribute> Rules { get; init; } = [];

    /// <summary>What a user reads who changes it; null where it may change.</summary>
    public string? Immutable { get; init; }

    /// <summary>Null where there is no such member.</summary>
    public SchemaMember? Find(string name) => Members.FirstOrDefault(member => member.Name == name);
}

/// <summary>A member of an object.</summary>
public sealed record SchemaMember(string Name, SchemaNode Schema, bool IsRequired);

/// <summary>Both ends included.</summary>
public sealed record Bounds<T>(T Min, T Max);

/// <summary>A regular expression, and what it asks for in words.</summary>
public sealed record TextPattern(string Expression, string Says);
