namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>Asked before each write (and before each retry of one): may this process still act?</summary>
public interface IWriteFence
{
    /// <summary>False from the moment at which another replica may have become the leader.</summary>
    bool MayWrite { get; }
}
