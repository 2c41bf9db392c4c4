using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Runtime.Admission;

/// <summary>Answers for one kind.</summary>
internal interface IAdmissionHandler
{
    ApiResource Resource { get; }

    Task<ValidationResult> HandleAsync(AdmissionRequest request, CancellationToken cancellationToken);
}
