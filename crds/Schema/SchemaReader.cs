using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using k8s.Models;

namespace ExtensibleWebhooks.Crds.Schema;

/// <summary>Reads the schema of a kind from its C# types and their attributes.</summary>
/// <param name="describe">The description of a type or property; null for none.</param>
public sealed class SchemaReader(Func<MemberInfo, string?> describe)
{
    /// <summary>The schema of a kind's whole object, or of any type of the contracts.</summary>
    public SchemaNode Read(Type type) => ReadValue(type, type) with { Description = describe(type) };

    private SchemaNode ReadMember(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var node = ReadValue(type, property);
        return node with
        {
            Description = describe(property),
            Default = property.GetCustomAttribute<DefaultAttribute>() is { } value ? JsonDocument.Parse(value.Json).RootElement : null,
            Count = property.GetCustomAttribute<ItemsAttribute>() is { } count ? new Bounds<int>(count.Min, count.Max) : null,
            MergeKey = property.GetCustomAttribute<MergeKeyAttribute>()?.Member,
            ValueRange = ValueRangeOf(property),
        };
    }

    /// <param name="type">Never a Nullable.</param>
    /// <param name="at">Where the attributes are: the property, or the type itself at the root.</param>
    private SchemaNode ReadValue(Type type, MemberInfo at)
    {
        if (at.IsDefined(typeof(AnyJsonAttribute)))
        {
            return new SchemaNode { Type = SchemaType.Any, Source = type };
        }

        if (type == typeof(V1ObjectMeta))
        {
            return MetadataSchema.Of(at.DeclaringType ?? type);
        }

        if (EachTypeOf(type, typeof(IReadOnlyDictionary<,>)) is { } valueType)
        {
            return new SchemaNode { Type = SchemaType.Map, Source = type, Each = ReadEach(valueType, at, SchemaType.Any) };
        }

        if (EachTypeOf(type, typeof(IReadOnlyList<>)) is { } itemType)
        {
            return new SchemaNode { Type = SchemaType.List, Source = type, Each = ReadEach(itemType, at, SchemaType.AnyObject) };
        }

        return ReadScalar(type, at) ?? ReadObject(type, at);
    }

    private SchemaNode ReadEach(Type type, MemberInfo at, SchemaType anyJson)
    {
        if (type == typeof(JsonElement))
        {
            return new SchemaNode { Type = anyJson, Source = type };
        }

        var node = ReadScalar(type, at) ?? ReadObject(type, type);
        return at.GetCustomAttribute<EachAttribute>() is { } each
            ? node with
            {
                Length = new Bounds<int>(each.MinLength, each.MaxLength),
                Pattern = each.Pattern is null ? null : new TextPattern(each.Pattern, each.Says ?? each.Pattern),
            }
            : node;
    }

    private static SchemaNode? ReadScalar(Type type, MemberInfo at)
    {
        if (type.IsEnum)
        {
            return new SchemaNode { Type = SchemaType.Text, Source = type, Allowed = Enum.GetNames(type) };
        }

        if (type.IsValueType && type.IsDefined(typeof(PatternAttribute)))
        {
            return TextOf(type, type);
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => TextOf(type, at),
            TypeCode.Boolean => new SchemaNode { Type = SchemaType.Boolean, Source = type },
            TypeCode.Int32 => new SchemaNode { Type = SchemaType.WholeNumber, Source = type, Format = "int32", Range = RangeOf(at) },
            TypeCode.Int64 => new SchemaNode { Type = SchemaType.WholeNumber, Source = type, Format = "int64", Range = RangeOf(at) },
            TypeCode.Double => new SchemaNode { Type = SchemaType.Number, Source = type, Format = "double", Range = RangeOf(at) },
            TypeCode.DateTime => new SchemaNode { Type = SchemaType.Text, Source = type, Format = "date-time" },
            _ => null,
        };
    }

    private static SchemaNode TextOf(Type type, MemberInfo at) => new()
    {
        Type = SchemaType.Text,
        Source = type,
        Length = at.GetCustomAttribute<LengthAttribute>() is { } length ? new Bounds<int>(length.Min, length.Max) : null,
        Pattern = at.GetCustomAttribute<PatternAttribute>() is { } pattern ? new TextPattern(pattern.Expression, pattern.Says) : null,
    };

    private SchemaNode ReadObject(Type type, MemberInfo at)
    {
        if (at.IsDefined(typeof(AnyObjectAttribute)))
        {
            return new SchemaNode { Type = SchemaType.AnyObject, Source = type };
        }

        if (type.Assembly != typeof(SchemaReader).Assembly)
        {
            throw new InvalidOperationException($"{at.DeclaringType}.{at.Name} is a {type}: no schema can be read from it; give it [AnyJson] or [AnyObject], or a type of the contracts");
        }

        return new SchemaNode
        {
            Type = SchemaType.Record,
            Source = type,
            Members = [.. type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(property =>
                new SchemaMember(NameOf(property), ReadMember(property), property.IsDefined(typeof(RequiredMemberAttribute))))],
            Rules = [.. type.GetCustomAttributes<CelRuleAttribute>()],
            Immutable = type.GetCustomAttribute<ImmutableAttribute>()?.Message,
        };
    }

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static Type? EachTypeOf(Type type, Type generic) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == generic ? type.GetGenericArguments()[^1] : null;

    private static Bounds<decimal>? RangeOf(MemberInfo at) => (at.GetCustomAttribute<RangeAttribute>(), at.GetCustomAttribute<FractionAttribute>()) switch
    {
        ({ } range, _) => new Bounds<decimal>(range.Min, range.Max),
        (_, { } range) => new Bounds<decimal>(decimal.Parse(range.Min, CultureInfo.InvariantCulture), decimal.Parse(range.Max, CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static Bounds<string>? ValueRangeOf(PropertyInfo property) =>
        (property.GetCustomAttribute<DurationRangeAttribute>(), property.GetCustomAttribute<SizeRangeAttribute>()) switch
        {
            ({ } range, _) => new Bounds<string>(range.Min, range.Max),
            (_, { } range) => new Bounds<string>(range.Min, range.Max),
            _ => null,
        };
}
