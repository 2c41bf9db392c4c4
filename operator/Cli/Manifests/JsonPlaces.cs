namespace ExtensibleWebhooks.Cli.Manifests;

/// <summary>Where each field of a document lies in its file, by field path.</summary>
internal sealed class JsonPlaces(string root = "")
{
    private readonly Dictionary<string, TextPlace> _places = new(StringComparer.Ordinal);

    public void Add(string path, TextPlace place) => _places[path] = place;

    /// <summary>The place of the field, or of the nearest object around it that is there: a missing field is shown where it is missing.</summary>
    public TextPlace Find(string path)
    {
        for (var at = Join(path); ; at = Parent(at))
        {
            if (_places.TryGetValue(at, out var place))
            {
                return place;
            }

            if (at.Length == 0)
            {
                return new TextPlace(1, 1);
            }
        }
    }

    /// <summary>The same places, for a document that is a part of this one.</summary>
    public JsonPlaces Under(string path)
    {
        var part = new JsonPlaces(Join(path));
        foreach (var (at, place) in _places)
        {
            part.Add(at, place);
        }

        return part;
    }

    private string Join(string path) => root.Length == 0 || path.Length == 0 || path[0] == '[' ? root + path : $"{root}.{path}";

    private static string Parent(string path) => path.LastIndexOfAny(['.', '[']) is > 0 and var end ? path[..end] : "";
}
