using System.Text.Json.Nodes;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Processes;

/// <summary>One patch of a Secret whose answer is kept back: the API server has carried it out, and who sent it has not heard so.</summary>
/// <param name="path">Of the Secret.</param>
/// <param name="isMeant">By the patch's <c>data</c>.</param>
internal sealed class HeldAnswer(string path, Func<JsonObject, bool> isMeant)
{
    private int _isTaken;
    private volatile bool _isHeld;

    /// <summary>It has come, has been carried out, and is not answered.</summary>
    public bool IsHeld => _isHeld;

    /// <summary>True once: for the patch that is meant.</summary>
    public bool Takes(string method, string target, byte[] body) =>
        method == HttpMethod.Patch.Method && target.Split('?')[0] == path && JsonNode.Parse(body)?["data"] is JsonObject data && isMeant(data)
        && Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <summary>Until who waits for the answer is gone.</summary>
    public async Task HoldAsync(CancellationToken gone)
    {
        _isHeld = true;
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, gone);
    }
}
