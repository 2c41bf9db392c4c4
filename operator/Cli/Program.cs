using System.CommandLine;
using ExtensibleWebhooks.Cli.CustomResources;
using ExtensibleWebhooks.Cli.Echo;

var root = new RootCommand("Segment's Extensible Webhooks, in your own cluster or on your own machine.") { CrdsCommand.Create(), EchoCommand.Create() };
return await root.Parse(args).InvokeAsync();
