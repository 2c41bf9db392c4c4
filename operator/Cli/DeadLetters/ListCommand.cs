using System.CommandLine;
using System.Text.Json;
using ExtensibleWebhooks.Cli.Arguments;
using ExtensibleWebhooks.Cli.Inspect;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Worker.Inspect;

namespace ExtensibleWebhooks.Cli.DeadLetters;

/// <summary><c>webhooks dead-letters list</c>: the newest, a line each.</summary>
internal static class ListCommand
{
    private const int PageSize = 500;

    public static Command Create()
    {
        var inspect = new InspectOptions();
        var filter = new FilterOptions();
        var limit = new Option<int>("--limit") { Description = "At most so many", HelpName = "N", DefaultValueFactory = _ => 100 };
        var output = OutputOption.Create();
        var command = new Command("list", "List dead letters, the newest first") { limit, output };
        filter.AddTo(command);
        inspect.AddTo(command);
        command.SetAction((result, cancellationToken) => InspectRun.RunAsync(
            result,
            inspect,
            async client =>
            {
                var (items, next, problem) = await ReadAsync(client, filter, result, Math.Max(1, result.GetValue(limit)), cancellationToken);
                if (problem is null)
                {
                    Write(result, items, next, result.GetValue(output));
                }

                return problem;
            }));
        return command;
    }

    private static async Task<(List<DeadLetterItem> Items, long? Next, string? Problem)> ReadAsync(
        InspectClient client, FilterOptions filter, ParseResult result, int limit, CancellationToken cancellationToken)
    {
        var items = new List<DeadLetterItem>();
        long? before = null;
        do
        {
            var query = FilterOptions.QueryOf(filter.Read(result), ("before", before?.ToString("D", null)), ("limit", Shown.Number(Math.Min(PageSize, limit - items.Count))));
            var (page, problem) = await client.GetAsync<DeadLetterPage>($"dead-letters{query}", cancellationToken);
            if (page is null)
            {
                return (items, null, problem);
            }

            items.AddRange(page.Items);
            before = page.Next;
        }
        while (before is not null && items.Count < limit);
        return (items, before, null);
    }

    private static void Write(ParseResult result, List<DeadLetterItem> items, long? next, OutputFormat format)
    {
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        if (format == OutputFormat.Json)
        {
            output.Write(JsonSerializer.Serialize(new DeadLetterPage(items, next), Json.Options) + "\n");
            return;
        }

        if (items.Count == 0)
        {
            error.WriteLine("There are no such dead letters.");
            return;
        }

        output.Write(TextTable.Write(
            ["ID", "GIVEN UP", "DESTINATION", "MAPPING", "REASON", "ATTEMPTS", "DETAIL"],
            [.. items.Select(item => new[] { Shown.Number(item.Id), Shown.Time(item.At), item.Destination, item.Mapping, item.Reason.ToString(), Shown.Number(item.Attempts), item.Detail ?? "" })]));
        if (next is not null)
        {
            error.WriteLine("There are more: --limit N shows more of them, a filter fewer.");
        }
    }
}
