namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>What is under <c>/inspect/v1/</c>, for who may.</summary>
internal sealed class InspectEndpoints(WorkerInspector inspector, DeadLetterEndpoints deadLetters, ReplayEndpoints replays)
{
    private const string DeadLetters = "dead-letters";
    private const string Replay = "replay";

    public WorkerInspector Inspector => inspector;

    /// <param name="context">The request.</param>
    /// <param name="path">Behind <c>/inspect/v1/</c>.</param>
    /// <param name="isReady">Of the worker.</param>
    public async Task HandleAsync(HttpContext context, string path, bool isReady)
    {
        var (room, rest) = path.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? (path[..slash], path[(slash + 1)..]) : (path, null);
        await (room switch
        {
            "status" when rest is null => StatusAsync(context, isReady),
            DeadLetters => deadLetters.HandleAsync(context, rest),
            Replay => replays.HandleAsync(context, rest),
            _ => Answers.TextAsync(context, StatusCodes.Status404NotFound, "not found"),
        });
    }

    private async Task StatusAsync(HttpContext context, bool isReady)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await Answers.OnlyAsync(context, "GET, HEAD");
            return;
        }

        await Answers.JsonAsync(context, await inspector.GetStatusAsync(isReady, context.RequestAborted));
    }
}
