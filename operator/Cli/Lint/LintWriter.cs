using System.Text.Json;
using ExtensibleWebhooks.Crds;

namespace ExtensibleWebhooks.Cli.Lint;

/// <summary>Writes a report for people, or as the one document that ../README.md describes.</summary>
internal static class LintWriter
{
    /// <summary>A line a problem; nothing if there is none.</summary>
    public static string ToText(LintReport report) => string.Concat(report.Problems.Select(problem => $"{problem}\n"));

    /// <summary>How it ended, in a sentence.</summary>
    public static string Summary(LintReport report) =>
        $"{Counted(report.Manifests, "manifest")} checked: {Counted(report.Errors, "error")}, {Counted(report.Warnings, "warning")}";

    public static string ToJson(LintReport report)
    {
        var problems = report.Problems.Select(problem => new
        {
            Severity = problem.IsWarning ? "warning" : "error",
            File = problem.File.Length == 0 ? null : problem.File,
            problem.Place?.Line,
            problem.Place?.Column,
            Field = problem.Field.Length == 0 ? null : problem.Field,
            problem.InText,
            problem.Message,
        });
        return JsonSerializer.Serialize(new { report.Manifests, report.Errors, report.Warnings, Problems = problems }, Json.Options) + "\n";
    }

    private static string Counted(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
