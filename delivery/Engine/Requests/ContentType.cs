namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>What the content type says about the body.</summary>
internal static class ContentType
{
    public const string Header = "Content-Type";

    public const string Json = "application/json";

    private const string Form = "application/x-www-form-urlencoded";

    /// <summary>With or without parameters, such as a charset.</summary>
    public static bool IsForm(string contentType) => contentType.AsSpan().TrimStart() is var type
        && type.StartsWith(Form, StringComparison.OrdinalIgnoreCase) && type[Form.Length..].TrimStart() is [] or [';', ..];
}
