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
           where secret is null || (reference.Ref.Key.Length > 0 && secret[reference.Ref.Key] is null)
           select new MissingSecret(reference, ReasonOf(reference, secret)),
    ];

    public override string ToString() => (Reason, Reference.Ref.Key) switch
    {
        (Reason.SecretNotFound or Reason.ConfigMapNotFound, "") => $"{Reference.Path}: there is no {Reference.Kind} \"{Reference.Ref.Name}\" in this namespace: create it",
        (Reason.SecretNotFound or Reason.ConfigMapNotFound, _) =>
            $"{Reference.Path}: there is no {Reference.Kind} \"{Reference.Ref.Name}\" in this namespace: create it, with the key \"{Reference.Ref.Key}\"",
        _ => $"{Reference.Path}: the {Reference.Kind} \"{Reference.Ref.Name}\" has no key \"{Reference.Ref.Key}\", or it is empty: add it",
    };

    private static Reason ReasonOf(SecretReference reference, SecretSnapshot? found) => (reference.Kind, found) switch
    {
        ("ConfigMap", null) => Reason.ConfigMapNotFound,
        ("ConfigMap", _) => Reason.ConfigMapKeyNotFound,
        (_, null) => Reason.SecretNotFound,
        _ => Reason.SecretKeyNotFound,
    };
}
