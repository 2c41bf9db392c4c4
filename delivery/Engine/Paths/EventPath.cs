using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Paths;

/// <summary>
/// A compiled path. As in the reference, what is not truthy on the way (null, false, 0, "") is the result itself, and what is not there is missing.
/// No segments: the value itself.
/// </summary>
internal sealed class EventPath
{
    private readonly PathSegment[] _segments;

    public EventPath(IEnumerable<string> segments) => _segments = [.. segments.Select(segment => new PathSegment(segment))];

    public IEnumerable<string> Segments => _segments.Select(segment => segment.Name);

    /// <summary>Looks the path up; allocates nothing.</summary>
    public EventValue Find(EventValue from)
    {
        foreach (var segment in _segments)
        {
            // Containers, by far the most common, are truthy: no need to ask.
            if (from.Kind < EventValueKind.Array && !from.IsTruthy())
            {
                return from;
            }

            from = segment.In(from);
        }

        return from;
    }
}
