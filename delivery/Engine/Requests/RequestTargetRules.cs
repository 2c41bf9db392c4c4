using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings;

namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>From the values of url, method and headers to a target, or what is wrong with them. Compiling checks the constant parts with the same rules.</summary>
internal static class RequestTargetRules
{
    /// <summary>JavaScript's text for no value, which in the reference takes a header away.</summary>
    private const string Absent = "undefined";

    public static (RequestTarget? Target, RenderError? Error) Build(EventValue url, EventValue method, EventValue headers)
    {
        var (parsedUrl, error) = ReadUrl(url);
        if (parsedUrl is null)
        {
            return (null, error);
        }

        (var parsedMethod, error) = ReadMethod(method);
        if (parsedMethod is null)
        {
            return (null, error);
        }

        (var parsedHeaders, error) = ReadHeaders(headers);
        if (parsedHeaders is null)
        {
            return (null, error);
        }

        var contentType = parsedHeaders.Find(header => IsNamed(header, ContentType.Header)).Value;
        parsedHeaders.RemoveAll(header => IsNamed(header, ContentType.Header));
        return (new RequestTarget(parsedMethod.Value, parsedUrl, parsedHeaders, contentType), null);
    }

    public static (Uri? Url, RenderError? Error) ReadUrl(EventValue value)
    {
        var (url, problem) = RequestText.Coerce(value) is { } text
            ? UrlRules.Parse(text)
            : (null, $"Expected an absolute http or https URL, found {ValueNames.Of(value.Kind)}.");
        return (url, problem is null ? null : new RenderError(RenderErrorKind.Url, problem));
    }

    public static (WebhookMethod? Method, RenderError? Error) ReadMethod(EventValue value) => RequestText.Coerce(value) switch
    {
        "POST" => (WebhookMethod.POST, null),
        "PUT" => (WebhookMethod.PUT, null),
        "PATCH" => (WebhookMethod.PATCH, null),
        { Length: <= 20 } other => (null, new RenderError(RenderErrorKind.Method, $"Expected the method POST, PUT or PATCH, in capitals, found {other}.")),
        _ => (null, new RenderError(RenderErrorKind.Method, $"Expected the method POST, PUT or PATCH, found {ValueNames.Of(value.Kind)}.")),
    };

    /// <summary>Each name once: a later one, in whatever letters, takes the place of an earlier one.</summary>
    public static (List<RequestHeader>? Headers, RenderError? Error) ReadHeaders(EventValue value)
    {
        var headers = new List<RequestHeader>();
        // The reference takes an empty text away wherever no text belongs.
        if (value.IsMissingOrNull || (value.Kind == EventValueKind.Text && RequestText.ToText(value).Length == 0))
        {
            return (headers, null);
        }

        if (value.Kind != EventValueKind.Object)
        {
            return (null, new RenderError(RenderErrorKind.Headers, $"Expected the headers as an object, found {ValueNames.Of(value.Kind)}."));
        }

        foreach (var member in value.Members)
        {
            var header = new RequestHeader(member.GetName(), RequestText.ToText(member.Value));
            if ((HeaderRules.CheckName(header.Name) ?? HeaderRules.CheckValue(header.Name, header.Value)) is { } problem)
            {
                return (null, new RenderError(RenderErrorKind.Headers, problem));
            }

            headers.RemoveAll(earlier => IsNamed(earlier, header.Name));
            if (header.Value != Absent)
            {
                headers.Add(header);
            }
        }

        return (headers, null);
    }

    private static bool IsNamed(RequestHeader header, string name) => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase);
}
