namespace ExtensibleWebhooks.Runtime.Certificates;

/// <summary>What has to be done to a bundle next.</summary>
internal enum CertificateStep
{
    /// <summary>Nothing yet.</summary>
    Keep,

    /// <summary>Nothing usable is there: a new authority and a serving certificate of it.</summary>
    Replace,

    /// <summary>A new authority, trusted beside the old one; what is served stays, since nobody trusts the new one yet.</summary>
    RotateAuthority,

    /// <summary>A serving certificate of the authority.</summary>
    RenewServing,

    /// <summary>A retired authority has ended: it need not be trusted any more.</summary>
    DropRetired,
}
