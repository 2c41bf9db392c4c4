using ExtensibleWebhooks.Credentials.Connect;
using ExtensibleWebhooks.Manager.Connecting.Pages;

namespace ExtensibleWebhooks.Manager.Connecting;

/// <summary>What a browser is answered. Closed.</summary>
internal abstract record ConnectAnswer
{
    private ConnectAnswer()
    {
    }

    /// <summary>The status of a destination's connection, and what can be done.</summary>
    public sealed record Status(ConnectionView View) : ConnectAnswer;

    /// <summary>What happened.</summary>
    /// <param name="Code">Of HTTP.</param>
    /// <param name="Message">In words.</param>
    public sealed record Told(int Code, MessageView Message) : ConnectAnswer;

    /// <summary>Done. On to the page of the destination, which shows it: the code leaves the address bar, and a reload does not send it again.</summary>
    public sealed record Done(string Link) : ConnectAnswer
    {
        public override string ToString() => nameof(Done);
    }

    /// <summary>To the provider, with a cookie that comes back with the callback.</summary>
    public sealed record ToProvider(ConnectBeginning Beginning) : ConnectAnswer
    {
        public override string ToString() => nameof(ToProvider);
    }
}
