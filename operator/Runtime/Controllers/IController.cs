namespace ExtensibleWebhooks.Runtime.Controllers;

/// <summary>A controller as its host runs it.</summary>
internal interface IController
{
    string Name { get; }

    /// <summary>Works until told to stop.</summary>
    /// <param name="stopping">Takes no more keys; what is being worked on is finished.</param>
    /// <param name="abort">Gives up at once.</param>
    Task RunAsync(CancellationToken stopping, CancellationToken abort);
}
