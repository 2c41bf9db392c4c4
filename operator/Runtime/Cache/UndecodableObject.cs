using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>
/// An object that the server has and our type cannot read (stored before a validation was added, or by a newer version). The cache keeps the last version that it
/// could read, if any, and says so, since leaving the object out would look like its deletion.
/// </summary>
/// <param name="Path">The place of the first offence, as in <c>$.spec.replicas</c>; the value there is not told.</param>
public sealed record UndecodableObject(NamespacedName Key, string Uid, string ResourceVersion, string Path);
