using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.EndToEnd.Stand;

/// <summary>What the receiver in a namespace has got so far, followed through its log.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedWebhook> _received = new();
    private readonly Process _logs;
    private readonly Task _reading;

    private Receiver(Process logs)
    {
        _logs = logs;
        _reading = ReadAsync();
    }

    /// <summary>In the order of their coming.</summary>
    public IReadOnlyCollection<ReceivedWebhook> Received => _received;

    /// <param name="kubectl">Of the cluster.</param>
    /// <param name="within">The receiver's namespace; its pod runs.</param>
    public static Receiver Follow(Kubectl kubectl, string within)
    {
        var command = kubectl.ToCommand(["-n", within, "logs", "--follow", "deployment/echo"]);
        var start = new ProcessStartInfo(command.Program, command.Arguments) { RedirectStandardOutput = true };
        return new Receiver(Process.Start(start) ?? throw new InvalidOperationException($"'{command}' did not start"));
    }

    /// <summary>The first webhook of which this is true, waited for.</summary>
    public Task<ReceivedWebhook> FirstAsync(string what, Func<ReceivedWebhook, bool> isIt) =>
        Poll.FindAsync($"a webhook {what}", _ => Task.FromResult(_received.FirstOrDefault(isIt)));

    /// <summary>The first webhook with this id.</summary>
    public Task<ReceivedWebhook> OfAsync(string id) => FirstAsync($"of {id}", webhook => webhook.Id == id);

    public async ValueTask DisposeAsync()
    {
        if (!_logs.HasExited)
        {
            _logs.Kill(entireProcessTree: true);
        }

        await _reading;
        _logs.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _logs.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith('{') && JsonSerializer.Deserialize<ReceivedWebhook>(line, JsonSerializerOptions.Web) is { } webhook)
            {
                _received.Enqueue(webhook);
            }
        }
    }
}
