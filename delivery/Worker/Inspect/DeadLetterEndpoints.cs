using System.Globalization;
using System.Text.Json;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Worker.DeadLetters;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary><c>dead-letters</c>: a page, one, all as NDJSON; and deleting.</summary>
/// <param name="store">Has them.</param>
/// <param name="headerOf">The header that a destination authenticates with, by its name; null for Authorization, nothing, and one that is gone.</param>
internal sealed class DeadLetterEndpoints(DeadLetterStore store, Func<string, string?> headerOf)
{
    private const int ExportedAtOnce = 100;
    private const int DeletedAtOnce = 500;

    /// <summary>Of a request's body, in a page.</summary>
    private const int ShownBodyBytes = 4096;

    /// <param name="context">The request.</param>
    /// <param name="rest">The path behind <c>dead-letters/</c>; null without one.</param>
    public async Task HandleAsync(HttpContext context, string? rest)
    {
        var isDelete = HttpMethods.IsDelete(context.Request.Method);
        if (!isDelete && !HttpMethods.IsGet(context.Request.Method))
        {
            await Answers.OnlyAsync(context, "GET, DELETE");
            return;
        }

        var (query, problem) = DeadLetterQuery.Read(context.Request.Query);
        if (query is null)
        {
            await Answers.TextAsync(context, StatusCodes.Status400BadRequest, problem ?? "");
            return;
        }

        await (rest switch
        {
            null when isDelete => DeleteAsync(context, query),
            null => ListAsync(context, query),
            "export" when !isDelete => ExportAsync(context, query),
            _ when long.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var id) => isDelete ? DeleteOneAsync(context, id) : ShowAsync(context, id),
            _ => NotFoundAsync(context),
        });
    }

    private static Task NotFoundAsync(HttpContext context) => Answers.TextAsync(context, StatusCodes.Status404NotFound, "there is no such dead letter");

    private async Task ListAsync(HttpContext context, DeadLetterQuery query)
    {
        var (items, next) = await PageAsync(query.Filter, query.Before, query.Limit, ShownBodyBytes, context.RequestAborted);
        await Answers.JsonAsync(context, new DeadLetterPage(items, next));
    }

    private async Task ShowAsync(HttpContext context, long id)
    {
        var (items, _) = await PageAsync(new DeadLetterFilter { Ids = [id] }, null, 1, null, context.RequestAborted);
        await (items.Count == 0 ? NotFoundAsync(context) : Answers.JsonAsync(context, items[0]));
    }

    /// <summary>Page by page, so that neither memory nor a reading transaction grows with the number.</summary>
    private async Task ExportAsync(HttpContext context, DeadLetterQuery query)
    {
        context.Response.ContentType = "application/x-ndjson";
        var before = query.Before;
        do
        {
            (var items, before) = await PageAsync(query.Filter, before, ExportedAtOnce, null, context.RequestAborted);
            foreach (var item in items)
            {
                await JsonSerializer.SerializeAsync(context.Response.Body, item, Json.Options, context.RequestAborted);
                await context.Response.Body.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
            }
        }
        while (before is not null);
    }

    private async Task<(IReadOnlyList<DeadLetterItem> Items, long? Next)> PageAsync(
        DeadLetterFilter filter, long? before, int limit, int? bodyBytes, CancellationToken cancellationToken)
    {
        // Looked for, not concluded from the count: a page may end early for its size.
        var letters = await store.ListAsync(filter, before, limit, cancellationToken);
        var isLast = letters.Count == 0 || (await store.ListAsync(filter, letters[^1].Id, 1, cancellationToken)).Count == 0;
        return ([.. letters.Select(letter => DeadLetterItem.Of(letter, headerOf(letter.Destination), bodyBytes))], isLast ? null : letters[^1].Id);
    }

    private async Task DeleteAsync(HttpContext context, DeadLetterQuery query)
    {
        if (query.Filter.IsAll != query.All)
        {
            await Answers.TextAsync(context, StatusCodes.Status400BadRequest, "a filter is needed, or all=true; not both");
            return;
        }

        await DeleteAsync(context, query.Filter);
    }

    private async Task DeleteOneAsync(HttpContext context, long id)
    {
        var filter = new DeadLetterFilter { Ids = [id] };
        if ((await store.MatchAsync(filter, context.RequestAborted)).Count == 0)
        {
            await NotFoundAsync(context);
            return;
        }

        await DeleteAsync(context, filter);
    }

    private async Task DeleteAsync(HttpContext context, DeadLetterFilter filter)
    {
        var (_, lastId) = await store.MatchAsync(filter, context.RequestAborted);
        var total = 0;
        var after = 0L;
        while (await store.FindAsync(filter, after, lastId, DeletedAtOnce, context.RequestAborted) is { Count: > 0 } ids)
        {
            var (outcome, deleted) = await store.DeleteAsync(ids, context.RequestAborted);
            if (!outcome.IsDurable)
            {
                await Answers.TextAsync(context, StatusCodes.Status503ServiceUnavailable, $"{total} were deleted, and then the store refused: {outcome.Reason}");
                return;
            }

            (total, after) = (total + deleted, ids[^1]);
        }

        await Answers.JsonAsync(context, new Deletion(total));
    }
}
