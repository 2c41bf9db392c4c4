using System.Text.Json.Nodes;

namespace ExtensibleWebhooks.Operator.Tests.Crds.Cel;

/// <summary>A rule, and the object that it is asked about.</summary>
internal sealed record CelQuestion(string Rule, JsonObject Self);
