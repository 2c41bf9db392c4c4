namespace ExtensibleWebhooks.Engine.Mappings.Nodes;

/// <summary>One member of an object.</summary>
/// <param name="Prefix">Its name as JSON, with the colon.</param>
/// <param name="Value">Its value.</param>
internal sealed record ObjectMember(byte[] Prefix, MappingNode Value);
