using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Manager.Sources;

namespace ExtensibleWebhooks.Manager.Planning;

/// <summary>A reference that leads nowhere.</summary>
/// <param name="Reference">The place and what it names.</param>
/// <param name="Reason">Whether it is the Secret or the key that is missing.</param>
internal sealed record MissingSecret(SecretReference Reference, Reason Reason)
{
    /// <summary>Those of the references that have no value.</summary>
    public static IReadOnlyList<MissingSecret> Among(IEnumerable<SecretReference> references, IReadOnlyDictionary<string, SecretSnapshot> secrets) =>
    [
        .. from reference in references
           let secret = secrets.GetValueOrDefault(reference.Ref.Name)
           where secret?[reference.Ref.Key] is null
           select new MissingSecret(reference, secret is null ? Reason.SecretNotFound : Reason.SecretKeyNotFound),
    ];

    public override string ToString() => Reason == Reason.SecretNotFound
        ? $"{Reference.Path}: there is no Secret \"{Reference.Ref.Name}\" in this namespace: create it, with the key \"{Reference.Ref.Key}\""
        : $"{Reference.Path}: the Secret \"{Reference.Ref.Name}\" has no key \"{Reference.Ref.Key}\", or it is empty: add it";
}
