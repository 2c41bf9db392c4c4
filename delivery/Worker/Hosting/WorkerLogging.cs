using Microsoft.Extensions.Logging.Console;

namespace ExtensibleWebhooks.Worker.Hosting;

/// <summary>The worker's logs: to standard output, a JSON object or a line each.</summary>
internal static class WorkerLogging
{
    public static ILoggerFactory Create(LogLevel level, bool isJson) => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        if (isJson)
        {
            logging.AddJsonConsole(console => Configure(console, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                Configure(console, "HH:mm:ss.fff ");
                console.SingleLine = true;
            });
        }
    });

    private static void Configure(ConsoleFormatterOptions console, string format)
    {
        console.UseUtcTimestamp = true;
        console.TimestampFormat = format;
    }
}
