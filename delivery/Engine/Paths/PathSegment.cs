using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Paths;

/// <summary>One key of a path, made ready to look up: in an object as a name, in an array or a text as an index or as <c>length</c>. Members of prototypes do not exist.</summary>
internal sealed class PathSegment
{
    private readonly byte[] _name;
    private readonly int _hash;
    private readonly int _index;
    private readonly bool _isLength;

    public PathSegment(string name)
    {
        Name = name;
        _name = Wtf8.GetBytes(name);
        _hash = NameHash.Of(_name);
        _index = MemberOrder.IndexOf(_name) is { } index and <= int.MaxValue ? (int)index : -1;
        _isLength = name == "length";
    }

    public string Name { get; }

    public EventValue In(in EventValue value) => value.Kind switch
    {
        EventValueKind.Object => value.Member(_name, _hash),
        EventValueKind.Array or EventValueKind.Text when _index >= 0 => value.Item(_index),
        EventValueKind.Array or EventValueKind.Text when _isLength => value.Length(),
        _ => default,
    };
}
