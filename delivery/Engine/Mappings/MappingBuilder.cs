using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Directives;
using ExtensibleWebhooks.Engine.Mappings.Nodes;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Mappings;

/// <summary>
/// Builds nodes from a mapping's JSON and collects everything that is wrong with it, inside of arrays too. The JSON is read by the reader of events,
/// so that numbers, duplicate members and the order of members mean the same on both sides.
/// </summary>
internal sealed class MappingBuilder
{
    /// <summary>Objects, arrays and directives inside each other.</summary>
    public const int MaxDepth = 64;

    /// <summary>After so many the rest is noise.</summary>
    private const int MaxDiagnostics = 50;

    /// <summary>What Segment's user interface keeps beside a directive; it means nothing.</summary>
    private const string Metadata = "_metadata";

    private readonly List<Diagnostic> _diagnostics = [];
    private int _depth;

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>Any value: a directive, or plain JSON with or without directives in it.</summary>
    public MappingNode Build(in EventValue value, string place)
    {
        if (value.IsMissing)
        {
            throw new ArgumentException("The caller knows whether there is a value.", nameof(value));
        }

        if (_depth == MaxDepth)
        {
            return Report(place, $"The mapping is nested deeper than {MaxDepth}; make it flatter.");
        }

        _depth++;
        var node = value.Kind switch
        {
            EventValueKind.Object when IsDirective(value) => BuildKnownDirective(value, place),
            EventValueKind.Object => BuildObject(value, place),
            EventValueKind.Array => BuildArray(value, place),
            _ => new ConstantNode(value),
        };
        _depth--;
        return node;
    }

    /// <summary>A value that has to be a directive; a text was for the caller to take.</summary>
    public MappingNode BuildDirective(in EventValue value, string place) => IsDirective(value)
        ? Build(value, place)
        : Report(place, $"Expected a text or a directive such as {{\"@path\": \"$.event\"}}, found {ValueNames.Of(value.Kind)}.");

    /// <summary>Notes a problem; the node stands in until the mapping is refused.</summary>
    public MappingNode Report(string place, string message, int? line = null, int? column = null)
    {
        if (_diagnostics.Count < MaxDiagnostics)
        {
            _diagnostics.Add(new Diagnostic(place, message, line, column));
        }

        return new ObjectNode([]);
    }

    /// <summary>An object with a member whose name starts with @.</summary>
    public static bool IsDirective(in EventValue value)
    {
        foreach (var member in value.Members)
        {
            if (member.Name.StartsWith((byte)'@'))
            {
                return true;
            }
        }

        return false;
    }

    private MappingNode BuildKnownDirective(in EventValue value, string place)
    {
        var names = new List<string>();
        foreach (var member in value.Members)
        {
            names.Add(member.GetName());
        }

        names.Remove(Metadata);
        if (names.Count > 1)
        {
            return Report(place, $"A directive stands alone in its object, found {string.Join(", ", names)}; put each into a member of its own.");
        }

        var argumentPlace = FieldPath.Member(place, names[0]);
        if (DirectiveTable.Find(names[0]) is { } compile)
        {
            return compile(value.Member(Wtf8.GetBytes(names[0])), argumentPlace, this);
        }

        return Report(argumentPlace, $"There is no directive {names[0]}{NearMiss.Hint(names[0], DirectiveTable.Names)}.");
    }

    private MappingNode BuildObject(in EventValue value, string place)
    {
        var members = new List<ObjectMember>();
        foreach (var member in value.Members)
        {
            var node = Build(member.Value, FieldPath.Member(place, member.GetName()));
            members.Add(new ObjectMember([.. JsonText.Quote(member.Name), (byte)':'], node));
        }

        var whole = new ObjectNode([.. members]);
        return members.TrueForAll(member => member.Value is ConstantNode) ? ConstantNode.Of(whole) : whole;
    }

    private MappingNode BuildArray(in EventValue value, string place)
    {
        var items = new List<MappingNode>();
        foreach (var item in value.Items)
        {
            items.Add(Build(item, FieldPath.Item(place, items.Count)));
        }

        var whole = new ArrayNode([.. items]);
        return items.TrueForAll(item => item is ConstantNode) ? ConstantNode.Of(whole) : whole;
    }
}
