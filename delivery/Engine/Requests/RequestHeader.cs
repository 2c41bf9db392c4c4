namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>A header of a request: a legal name, as the mapping spells it, and a legal value, whose characters are all below U+0100 (to be sent as Latin-1).</summary>
public readonly record struct RequestHeader(string Name, string Value);
