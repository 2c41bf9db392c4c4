using Microsoft.Extensions.Logging.Console;

namespace ExtensibleWebhooks.Worker.Hosting;

/// <summary>The worker's logs, a JSON object or a line each: to standard output, or to standard error where a person reads the output.</summary>
internal static class WorkerLogging
{
    public static ILoggerFactory Create(LogLevel level, bool isJson, bool toStandardError = false) => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", LogLevel.Warning);

        // A server that cannot start says so in its result, in one sentence.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (toStandardError)
        {
            logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        }

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
