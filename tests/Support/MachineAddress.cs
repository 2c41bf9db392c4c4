using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ExtensibleWebhooks.Support;

/// <summary>The programs refuse loopback by design, so what they send to is reached by the machine's own address.</summary>
public static class MachineAddress
{
    /// <summary>IPv4; null: there is none but loopback. First in a network that leads out: a container engine's own come and go.</summary>
    public static IPAddress? Find() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .OrderByDescending(network => network.GetIPProperties().GatewayAddresses.Count)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address) && !address.ToString().StartsWith("169.254.", StringComparison.Ordinal));
}
