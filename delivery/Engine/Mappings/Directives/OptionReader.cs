using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary>
/// Reads the argument of a directive that takes an object of options, and reports what is wrong with each. An option that is missing or wrong reads as its default:
/// the mapping is refused anyway. Options that a directive does not have are let pass, as in the reference.
/// </summary>
internal sealed class OptionReader(EventValue argument, string place, MappingBuilder builder)
{
    /// <summary>False, and reported: the argument is no object.</summary>
    public bool IsObject(string shape)
    {
        if (argument.Kind == EventValueKind.Object)
        {
            return true;
        }

        builder.Report(place, $"Expected an object {shape}, found {ValueNames.Of(argument.Kind)}.");
        return false;
    }

    /// <summary>The option as it is written; missing if it is not there.</summary>
    public EventValue Raw(string name) => argument.Member(Wtf8.GetBytes(name));

    /// <summary>A value of any kind, required.</summary>
    public MappingNode Value(string name) =>
        Raw(name) is { IsMissing: false } value ? builder.Build(value, At(name)) : builder.Report(place, $"Expected the option {name}, which is required.");

    /// <summary>A text or a directive, required.</summary>
    public MappingNode TextOrDirective(string name) => Raw(name) switch
    {
        { Kind: EventValueKind.Text or EventValueKind.Missing } => Value(name),
        var value => builder.BuildDirective(value, At(name)),
    };

    /// <summary>An object or a directive, required.</summary>
    public MappingNode Object(string name) => Raw(name) switch
    {
        { Kind: EventValueKind.Object or EventValueKind.Missing } => Value(name),
        var value => builder.Report(At(name), $"Expected an object or a directive, found {ValueNames.Of(value.Kind)}."),
    };

    /// <summary>A literal text; null, and reported if required, if there is none.</summary>
    public string? Text(string name, bool required, int min, int max)
    {
        var value = Raw(name);
        if (value.IsMissing && !required)
        {
            return null;
        }

        var text = value.GetText();
        if (text is null)
        {
            builder.Report(value.IsMissing ? place : At(name), $"Expected the option {name} as a text, found {ValueNames.Of(value.Kind)}.");
        }
        else if (text.Length < min || text.Length > max)
        {
            builder.Report(At(name), $"The text has {text.Length} characters; from {min} to {max} are possible.");
        }

        return text;
    }

    /// <summary>One of two literal words, required; whether it is the first.</summary>
    public bool IsFirst(string name, string first, string second)
    {
        var text = Text(name, required: true, 0, int.MaxValue);
        if (text is not null && text != first && text != second)
        {
            builder.Report(At(name), $"Expected {first} or {second}, found \"{text}\".");
        }

        return text == first;
    }

    /// <summary>A literal boolean, or its default.</summary>
    public bool Boolean(string name, bool byDefault)
    {
        var value = Raw(name);
        if (value.Kind is not (EventValueKind.Missing or EventValueKind.True or EventValueKind.False))
        {
            builder.Report(At(name), $"Expected true or false, found {ValueNames.Of(value.Kind)}.");
        }

        return value.IsMissing ? byDefault : value.Kind == EventValueKind.True;
    }

    public string At(string name) => FieldPath.Member(place, name);
}
