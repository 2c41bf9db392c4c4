using System.Text.Json.Nodes;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Metrics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Runtime.Admission;

/// <summary>
/// The URL that the API server calls. What cannot be answered is an HTTP error and never an answer, so that the configuration's failurePolicy decides.
/// </summary>
public sealed class AdmissionEndpoint : IDisposable
{
    /// <summary>What a ValidatingWebhookConfiguration names; also the metrics' name for it.</summary>
    public const string Path = "/validate";

    /// <summary>Anybody in the cluster can reach the port: what large bodies, and what compilers take at once is bounded. The others wait.</summary>
    private const int MaxAtOnce = 4;

    /// <summary>The API server waits no longer than 30 seconds for any webhook.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(string Group, string Kind), IAdmissionHandler> _handlers;
    private readonly WebhookMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _large = new(MaxAtOnce);
    private readonly SemaphoreSlim _room = new(MaxAtOnce);

    internal AdmissionEndpoint(IEnumerable<IAdmissionHandler> handlers, WebhookMetrics metrics, TimeProvider time, ILogger<AdmissionEndpoint> logger)
    {
        _handlers = handlers.ToDictionary(handler => (handler.Resource.Group, handler.Resource.Kind));
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _metrics.Start(Path);
    }

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path != Path)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var started = _time.GetTimestamp();
        _metrics.Began(Path);
        try
        {
            await AnswerInTimeAsync(context);
        }
        catch (BadHttpRequestException exception)
        {
            await RefuseAsync(context, exception.StatusCode, "The request broke off or came too slowly.");
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested || exception is ConnectionResetException)
        {
            // Nobody waits for the answer any more.
            await RefuseAsync(context, StatusCodes.Status499ClientClosedRequest, "");
        }
        catch (OperationCanceledException)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "It took too long.");
        }
        catch (Exception exception)
        {
            _metrics.Panicked();
            Log.Threw(_logger, SafeText.Of(exception), SafeText.Loggable(exception));
            await RefuseAsync(context, StatusCodes.Status500InternalServerError, "The webhook failed; the operator's log says why.");
        }
        finally
        {
            _metrics.Ended(Path, context.Response.StatusCode, _time.GetElapsedTime(started));
        }
    }

    public void Dispose()
    {
        _large.Dispose();
        _room.Dispose();
    }

    private async Task AnswerInTimeAsync(HttpContext context)
    {
        using var timeout = new CancellationTokenSource(Longest, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        await AnswerAsync(context, linked.Token);
    }

    private async Task AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method))
        {
            await RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "Only POST is answered.");
            return;
        }

        if (!request.HasJsonContentType())
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, "Only application/json is answered.");
            return;
        }

        using var body = new AdmissionBody(request, _large, _time);
        if (await body.ReadAsync(cancellationToken) is not { } content)
        {
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, $"The body is larger than {AdmissionBody.MaxSize} bytes.");
            return;
        }

        await _room.WaitAsync(cancellationToken);
        try
        {
            await AnswerAsync(context, content, cancellationToken);
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var (question, problem) = AdmissionReviews.Read(body);
        if (question is null)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, problem ?? "");
        }
        else if (_handlers.TryGetValue((question.Group, question.Kind), out var handler))
        {
            await AnswerAsync(context, question, handler, cancellationToken);
        }
        else
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "Nothing here knows this kind.");
        }
    }

    private async Task AnswerAsync(HttpContext context, AdmissionRequest question, IAdmissionHandler handler, CancellationToken cancellationToken)
    {
        var result = await handler.HandleAsync(question, cancellationToken);
        if (!result.IsAllowed)
        {
            Log.Refused(_logger, question.Operation, question.Kind, new NamespacedName(question.Namespace, question.Name), question.IsDryRun, result.Refusal?.Causes.Count ?? 0);
        }

        await WriteAsync(context, AdmissionReviews.Write(question, result));
    }

    private static async Task WriteAsync(HttpContext context, JsonObject document)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(document.ToJsonString(RuntimeJson.Options), context.RequestAborted);
    }

    private static async Task RefuseAsync(HttpContext context, int status, string why)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync($"{why}\n", CancellationToken.None);
        }
    }
}
