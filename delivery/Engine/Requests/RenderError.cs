namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>Why there is no request.</summary>
/// <param name="Kind">Closed list.</param>
/// <param name="Message">What was found and what is expected. Names of headers may be in it, their values never.</param>
public sealed record RenderError(RenderErrorKind Kind, string Message);
