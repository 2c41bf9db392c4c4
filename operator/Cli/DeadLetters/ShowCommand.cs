using System.CommandLine;
using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Cli.Arguments;
using ExtensibleWebhooks.Cli.Inspect;
using ExtensibleWebhooks.Cli.Requests;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Worker.Inspect;

namespace ExtensibleWebhooks.Cli.DeadLetters;

/// <summary><c>webhooks dead-letters show</c>: one, with its request and the last answer.</summary>
internal static class ShowCommand
{
    /// <param name="isTerminal">A JSON body has a member a line.</param>
    public static Command Create(bool isTerminal)
    {
        var inspect = new InspectOptions();
        var id = new Argument<long>("ID") { Description = "As list shows it" };
        var output = OutputOption.Create();
        var command = new Command("show", "Show a dead letter: why it was given up, the request, the last answer") { id, output };
        inspect.AddTo(command);
        command.SetAction((result, cancellationToken) => InspectRun.RunAsync(
            result,
            inspect,
            async client =>
            {
                var (item, problem) = await client.GetAsync<DeadLetterItem>($"dead-letters/{Shown.Number(result.GetValue(id))}", cancellationToken);
                if (item is not null)
                {
                    await result.InvocationConfiguration.Output.WriteAsync(
                        result.GetValue(output) == OutputFormat.Json ? JsonSerializer.Serialize(item, Json.Options) + "\n" : ToText(item, isTerminal));
                }

                return problem;
            }));
        return command;
    }

    private static string ToText(DeadLetterItem item, bool pretty)
    {
        var text = new StringBuilder(TextTable.WritePairs(
        [
            ("Id", Shown.Number(item.Id)),
            ("Destination", item.Destination),
            ("Mapping", item.Mapping),
            ("Reason", item.Reason.ToString()),
            ("Detail", item.Detail),
            ("Given up", Shown.Time(item.At)),
            ("Event received", Shown.Time(item.ReceivedAt)),
            ("Attempts", Shown.Number(item.Attempts)),
            ("First attempt", Shown.Time(item.FirstAttemptAt)),
            ("Last attempt", Shown.Time(item.LastAttemptAt)),
        ]));
        text.Append($"\n{item.Method} {item.Url}\n");
        Append(text, item.Headers.Append(KeyValuePair.Create("webhook-id", item.WebhookId)), item.ContentType, item.Body, pretty);
        if (item.Status is { } status)
        {
            text.Append($"\nAnswer: {Shown.Number(status)}\n");
            Append(text, item.AnswerHeaders ?? new Dictionary<string, string>(), null, item.AnswerBody, pretty: false);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, IEnumerable<KeyValuePair<string, string>> headers, string? contentType, string? body, bool pretty)
    {
        foreach (var (name, value) in headers)
        {
            text.Append($"{name}: {value}\n");
        }

        if (contentType is not null)
        {
            text.Append($"Content-Type: {contentType}\n");
        }

        if (body is not null)
        {
            text.Append('\n').Append(pretty ? PrettyJson.Format(body) : body).Append('\n');
        }
    }
}
