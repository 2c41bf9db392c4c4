using System.Text.Json;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Worker.Replays;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary><c>replay</c>: sends dead letters, or a range of the log, again, tells what became of them, and ends it.</summary>
internal sealed class ReplayEndpoints(ReplayStore store, ReplayFactory factory, ReplayLanes lanes, Replayer replayer)
{
    private const int MaxBodyBytes = 64 * 1024;

    private const string Unknown = "there is no such replay; of those that have ended the last hundred are kept";

    /// <param name="context">The request.</param>
    /// <param name="rest">The path behind <c>replay/</c>; null without one.</param>
    public Task HandleAsync(HttpContext context, string? rest) => (context.Request.Method, rest) switch
    {
        ("GET", null) => ListAsync(context),
        ("GET", { } id) => ShowAsync(context, id, StatusCodes.Status200OK),
        ("POST", null) => StartAsync(context),
        ("DELETE", { } id) => CancelAsync(context, id),
        _ => Answers.OnlyAsync(context, rest is null ? "GET, POST" : "GET, DELETE"),
    };

    private async Task ListAsync(HttpContext context)
    {
        var replays = await store.ListAsync(null, context.RequestAborted);
        await Answers.JsonAsync(context, new ReplayPage([.. replays.Select(found => ReplayStatus.Of(found.Replay, found.Figures))]));
    }

    private async Task ShowAsync(HttpContext context, string id, int status)
    {
        var found = await store.ListAsync(id, context.RequestAborted);
        await (found.Count == 0
            ? Answers.TextAsync(context, StatusCodes.Status404NotFound, Unknown)
            : Answers.JsonAsync(context, ReplayStatus.Of(found[0].Replay, found[0].Figures), status));
    }

    private async Task CancelAsync(HttpContext context, string id)
    {
        var outcome = await store.EndAsync(id, ReplayPhase.Cancelled, null, context.RequestAborted);
        if (!outcome.IsDurable)
        {
            await Answers.TextAsync(context, StatusCodes.Status503ServiceUnavailable, $"the store refused: {outcome.Reason}");
            return;
        }

        replayer.Ended(id);
        await ShowAsync(context, id, StatusCodes.Status200OK);
    }

    private async Task StartAsync(HttpContext context)
    {
        var (request, problem) = await ReadAsync(context);
        if (request is null)
        {
            await Answers.TextAsync(context, StatusCodes.Status400BadRequest, problem ?? "");
            return;
        }

        if (request.Id is { } id && (await store.ListAsync(id, context.RequestAborted)).Count > 0)
        {
            await ShowAsync(context, id, StatusCodes.Status202Accepted);
            return;
        }

        var replay = await factory.CreateAsync(request, context.RequestAborted);
        if (replay is { DryRun: true, Events: null })
        {
            await Answers.JsonAsync(context, ReplayStatus.Of(replay, ReplayFigures.None) with { Id = null, Phase = ReplayPhase.Succeeded });
            return;
        }

        if (await RefusalAsync(replay, context.RequestAborted) is { } refusal)
        {
            await Answers.TextAsync(context, StatusCodes.Status409Conflict, refusal);
            return;
        }

        var outcome = await store.AddAsync(replay, context.RequestAborted);
        if (!outcome.IsDurable)
        {
            await Answers.TextAsync(context, StatusCodes.Status503ServiceUnavailable, $"the store refused: {outcome.Reason}");
            return;
        }

        replayer.Added();
        await ShowAsync(context, replay.Id, StatusCodes.Status202Accepted);
    }

    private static async Task<(ReplayRequest? Request, string? Problem)> ReadAsync(HttpContext context)
    {
        // Also what keeps a page in a browser from posting here: it may not send JSON to another origin unasked.
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return (null, "Content-Type: it must be application/json");
        }

        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaxBodyBytes;
        try
        {
            var request = await JsonSerializer.DeserializeAsync<ReplayRequest>(context.Request.Body, Json.Options, context.RequestAborted) ?? new ReplayRequest();
            var problem = request.Check();
            return (problem is null ? request : null, problem);
        }
        catch (Exception exception) when (exception is JsonException or BadHttpRequestException)
        {
            return (null, $"the body is no replay: {exception.Message}");
        }
    }

    private async Task<string?> RefusalAsync(Replay replay, CancellationToken cancellationToken)
    {
        if (lanes.Refusal(replay.Destination) is { } refusal)
        {
            return refusal;
        }

        var open = (await store.ListAsync(null, cancellationToken)).Select(found => found.Replay).Where(other => other.IsOpen).ToList();
        if (!replay.DryRun && open.Find(other => other.Destination == replay.Destination && other is { Phase: ReplayPhase.Running, DryRun: false }) is { } running)
        {
            return $"replay {running.Id} of this destination is under way: wait for its end";
        }

        return open.Count >= ReplayLimits.MaxOpen ? $"{open.Count} replays are under way: wait for the end of one" : null;
    }
}
