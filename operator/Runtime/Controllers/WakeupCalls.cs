using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Runtime.Controllers;

/// <summary>Wakes a controller for what no object in the cluster shows. Made by the program, and given to the controller when it is described.</summary>
public sealed class WakeupCalls
{
    private Action<NamespacedName>? _wake;

    /// <summary>Has the controller look at an entity; nothing while another replica leads, whose affair it then is.</summary>
    public void Wake(NamespacedName key) => Volatile.Read(ref _wake)?.Invoke(key);

    internal void Connect(Action<NamespacedName> wake) => Volatile.Write(ref _wake, wake);
}
