using System.CommandLine;
using ExtensibleWebhooks.Cluster.Commands;

var root = new RootCommand("A real Kubernetes cluster for tests and the demo: see README.md")
{
    UpCommand.Create(),
    DownCommand.Create(),
    BuildCommand.Create(),
    ImagesCommand.Create(),
    DemoCommand.Create(),
    DemoCommand.CreateDown(),
};
return await root.Parse(args).InvokeAsync();
