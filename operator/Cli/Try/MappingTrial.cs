using ExtensibleWebhooks.Cli.Declarations;
using ExtensibleWebhooks.Cli.Requests;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Requests;
using ExtensibleWebhooks.Engine.Triggers;

namespace ExtensibleWebhooks.Cli.Try;

/// <summary>Does with an event what a lane does, up to the request: trigger, insert function, the trigger once more, mapping.</summary>
internal static class MappingTrial
{
    /// <param name="mapping">The mapping as it was declared.</param>
    /// <param name="compiled">The same, compiled.</param>
    /// <param name="destination">Its destination; null where the files do not have it.</param>
    /// <param name="function">The destination's; null: none.</param>
    /// <param name="document">The event.</param>
    public static Trial Run(
        Declared<WebhookMapping> mapping, CompiledMapping compiled, Declared<WebhookDestination>? destination, DestinationFunction? function, EventDocument document)
    {
        var trial = new Trial
        {
            Name = mapping.Name,
            Namespace = mapping.Namespace,
            Destination = mapping.Object.Spec.DestinationRef.Name,
            FalseConditions = TriggerExplainer.Explain(compiled.Trigger, document),
            Notes = [.. NotesOn(mapping, destination), .. function?.Note is { } note ? [note] : Array.Empty<string>()],
        };
        if (!trial.Matched)
        {
            return trial;
        }

        return function?.Run(document) is { } outcome ? Render(trial with { Function = outcome }, compiled, outcome.Event) : Render(trial, compiled, document);
    }

    private static Trial Render(Trial trial, CompiledMapping compiled, EventDocument? document)
    {
        if (document is null)
        {
            return trial;
        }

        if (trial.Function is not null && TriggerExplainer.Explain(compiled.Trigger, document) is { Count: > 0 } conditions)
        {
            return trial with { FalseConditions = conditions };
        }

        using var room = new RenderedRequest();
        return compiled.Render(document, room) is { } error ? trial with { Error = error } : trial with { Request = Copy(ShownRequest.Of(room)) };
    }

    private static IEnumerable<string> NotesOn(Declared<WebhookMapping> mapping, Declared<WebhookDestination>? destination)
    {
        var name = mapping.Object.Spec.DestinationRef.Name;
        if (!mapping.Object.Spec.Enabled)
        {
            yield return $"WebhookMapping {mapping.Name} is disabled and sends nothing in a cluster: switch it on with spec.enabled: true";
        }

        if (destination is null)
        {
            yield return $"WebhookDestination {name} is not in these files: an insert function that it may have was not tried";
        }
        else if (destination.Object.Spec.Authentication?.OAuth2 is { } oauth)
        {
            yield return $"Authorization, with an OAuth 2.0 access token, is added when it is sent: webhooks run fetches one and keeps it"
                + (oauth.Flow == OAuth2Flow.AuthorizationCode ? ", once somebody has opened the link that it prints" : "");
        }

        if (destination?.Object.Spec.Enabled == false)
        {
            yield return $"WebhookDestination {name} is disabled and sends nothing in a cluster: switch it on with spec.enabled: true";
        }
    }

    /// <summary>The room is used again.</summary>
    private static ShownRequest Copy(ShownRequest request) => request.Body is { } body ? request with { Body = body.ToArray() } : request;
}
