namespace ExtensibleWebhooks.Runtime.Admission;

/// <summary>A question, or why a body is none.</summary>
internal sealed record AdmissionReading(AdmissionRequest? Request, string? Problem);
