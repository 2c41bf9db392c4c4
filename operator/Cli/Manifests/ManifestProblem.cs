namespace ExtensibleWebhooks.Cli.Manifests;

/// <summary>Something that is wrong with a file, or that its writer should know.</summary>
/// <param name="File">As the user named it; empty when no one file is meant.</param>
/// <param name="Place">Null when the whole file is meant.</param>
/// <param name="Message">A sentence: what, and what to do.</param>
/// <param name="IsWarning">True: the rest goes on.</param>
internal sealed record ManifestProblem(string File, TextPlace? Place, string Message, bool IsWarning = false)
{
    /// <summary>The field from the document's root; empty when the whole document or file is meant.</summary>
    public string Field { get; init; } = "";

    /// <summary>The place in the field's own text (a trigger, a template), counted from its start; null where that says nothing.</summary>
    public TextPlace? InText { get; init; }

    /// <summary><c>file:line:column: error: field: message</c>, which editors and terminals make a link of.</summary>
    public override string ToString()
    {
        var place = Place is { } at ? $":{at.Line}:{at.Column}" : "";
        var inText = InText is { } within ? $" (line {within.Line}, column {within.Column})" : "";
        return $"{(File.Length == 0 ? "" : $"{File}{place}: ")}{(IsWarning ? "warning" : "error")}: {(Field.Length == 0 ? "" : $"{Field}{inText}: ")}{Message}";
    }
}
