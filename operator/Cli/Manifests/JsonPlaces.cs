namespace ExtensibleWebhooks.Cli.Manifests;

/// <summary>Where each field of a document lies in its file, by field path.</summary>
internal sealed class JsonPlaces(string root = "")
{
    private readonly Dictionary<string, TextPlace> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TextPlace> _texts = new(StringComparer.Ordinal);

    public void Add(string path, TextPlace place) => _places[path] = place;

    /// <summary>Notes where the text of a field starts: one that stands in the file as it is, in one line and without escapes.</summary>
    public void AddText(string path, TextPlace start) => _texts[path] = start;

    /// <summary>A place in the text of a field; null where the file does not have the text as it is.</summary>
    public TextPlace? FindInText(string path, TextPlace inText) =>
        inText.Line == 1 && _texts.TryGetValue(Join(path), out var start) ? start with { Column = start.Column + inText.Column - 1 } : null;

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

        foreach (var (at, start) in _texts)
        {
            part.AddText(at, start);
        }

        return part;
    }

    private string Join(string path) => root.Length == 0 || path.Length == 0 || path[0] == '[' ? root + path : $"{root}.{path}";

    private static string Parent(string path) => path.LastIndexOfAny(['.', '[']) is > 0 and var end ? path[..end] : "";
}
