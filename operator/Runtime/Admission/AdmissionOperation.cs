namespace ExtensibleWebhooks.Runtime.Admission;

/// <summary>What somebody asks the API server to do.</summary>
public enum AdmissionOperation
{
    Create,
    Update,
    Delete,
    Connect,
}
