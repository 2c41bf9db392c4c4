using System.Threading.Channels;

namespace ExtensibleWebhooks.Worker.Pacing;

/// <summary>Wakes one waiter. Set while nobody waits, it wakes the next one at once; set many times, it wakes once.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _channel.Writer.TryWrite(true);

    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await _channel.Reader.ReadAsync(cancellationToken);

    /// <summary>Forgets that it was set.</summary>
    public void Reset() => _channel.Reader.TryRead(out _);
}
