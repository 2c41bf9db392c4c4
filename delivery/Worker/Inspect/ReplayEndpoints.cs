using System.Text.Json;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Replays;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary><c>replay</c>: sends dead letters again, and tells what became of them.</summary>
internal sealed class ReplayEndpoints(ReplayStore store, DeadLetterStore deadLetters, Replayer replayer, TimeProvider time, Func<string> newId)
{
    private const int MaxBodyBytes = 64 * 1024;
    private const int MaxIdLength = 64;

    /// <param name="context">The request.</param>
    /// <param name="rest">The path behind <c>replay/</c>; null without one.</param>
    public Task HandleAsync(HttpContext context, string? rest) => (context.Request.Method, rest) switch
    {
        ("GET", null) => ListAsync(context),
        ("GET", { } id) => ShowAsync(context, id, StatusCodes.Status200OK),
        ("POST", null) => StartAsync(context),
        _ => Answers.OnlyAsync(context, "GET, POST"),
    };

    private async Task ListAsync(HttpContext context)
    {
        var replays = await store.ListAsync(null, context.RequestAborted);
        await Answers.JsonAsync(context, new { items = replays.Select(found => ReplayStatus.Of(found.Replay, found.Figures)) });
    }

    private async Task ShowAsync(HttpContext context, string id, int status)
    {
        var found = await store.ListAsync(id, context.RequestAborted);
        await (found.Count == 0
            ? Answers.TextAsync(context, StatusCodes.Status404NotFound, "there is no such replay; of those that have ended the last hundred are kept")
            : Answers.JsonAsync(context, ReplayStatus.Of(found[0].Replay, found[0].Figures), status));
    }

    private async Task StartAsync(HttpContext context)
    {
        var (request, problem) = await ReadAsync(context);
        if (request is not { Destination: { } destination })
        {
            await Answers.TextAsync(context, StatusCodes.Status400BadRequest, problem ?? "");
            return;
        }

        var filter = (request.DeadLetters ?? DeadLetterFilter.All) with { Destination = destination };
        var (matched, lastId) = await deadLetters.MatchAsync(filter, context.RequestAborted);
        var replay = new Replay
        {
            Id = request.Id ?? newId(),
            Destination = destination,
            Filter = filter,
            LastId = lastId,
            Matched = matched,
            RatePerSecond = request.RatePerSecond ?? ReplayLimits.DefaultRate,
            CreatedAt = time.GetUtcNow(),
            Phase = ReplayPhase.Running,
        };
        if (request.DryRun)
        {
            await Answers.JsonAsync(context, ReplayStatus.Of(replay, new ReplayFigures(0, 0, 0, 0)) with { Id = null, Phase = ReplayPhase.Succeeded });
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
            var request = await JsonSerializer.DeserializeAsync<ReplayRequest>(context.Request.Body, Json.Options, context.RequestAborted);
            var problem = ProblemOf(request);
            return (problem is null ? request : null, problem);
        }
        catch (Exception exception) when (exception is JsonException or BadHttpRequestException)
        {
            return (null, $"the body is no replay: {exception.Message}");
        }
    }

    private static string? ProblemOf(ReplayRequest? request) => request switch
    {
        { Destination.Length: > 0 } => ProblemOfRest(request),
        _ => "destination: it is needed",
    };

    private static string? ProblemOfRest(ReplayRequest request) => request switch
    {
        { Id: { } id } when id.Length is 0 or > MaxIdLength || !id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') =>
            $"id: it must be 1 to {MaxIdLength} letters, digits and dashes",
        { RatePerSecond: < 1 or > ReplayLimits.MaxRate } => $"ratePerSecond: it must be from 1 to {ReplayLimits.MaxRate}",
        { DeadLetters.Destination: not null } => "deadLetters.destination: write the destination beside deadLetters",
        { DeadLetters.Ids.Count: > DeadLetterFilter.MaxIds } => $"deadLetters.ids: at most {DeadLetterFilter.MaxIds}",
        _ => null,
    };

    private async Task<string?> RefusalAsync(Replay replay, CancellationToken cancellationToken)
    {
        if (replayer.Refusal(replay.Destination) is { } refusal)
        {
            return refusal;
        }

        var open = (await store.ListAsync(null, cancellationToken)).Select(found => found.Replay).Where(other => other.Phase is ReplayPhase.Running or ReplayPhase.Sending).ToList();
        if (open.Find(other => other.Destination == replay.Destination && other.Phase == ReplayPhase.Running && other.Id != replay.Id) is { } running)
        {
            return $"replay {running.Id} of this destination is under way: wait for its end";
        }

        return open.Count >= ReplayLimits.MaxOpen ? $"{open.Count} replays are under way: wait for the end of one" : null;
    }
}
