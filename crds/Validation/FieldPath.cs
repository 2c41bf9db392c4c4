namespace ExtensibleWebhooks.Crds.Validation;

/// <summary>Writes where a field lies, as people write it: <c>spec.headers["X-Id"][0].name</c>.</summary>
public static class FieldPath
{
    private const int MaxShownName = 64;

    /// <summary>A member of the object at <paramref name="path"/>; an empty path is the root.</summary>
    public static string Member(string path, string name)
    {
        if (!IsPlain(name))
        {
            return $"{path}[\"{(name.Length > MaxShownName ? $"{name[..MaxShownName]}…" : name)}\"]";
        }

        return path.Length == 0 ? name : $"{path}.{name}";
    }

    /// <summary>An item of the list at <paramref name="path"/>, from 0.</summary>
    public static string Item(string path, int index) => $"{path}[{index}]";

    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= MaxShownName && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
