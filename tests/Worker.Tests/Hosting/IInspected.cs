namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>A worker that can be asked, in its own process or in the test's.</summary>
internal interface IInspected
{
    /// <param name="path">On the management port, with a slash before it.</param>
    /// <param name="cancellationToken">The test's.</param>
    Task<string> GetAsync(string path, CancellationToken cancellationToken);
}
