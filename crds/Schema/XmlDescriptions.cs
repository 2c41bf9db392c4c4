using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ExtensibleWebhooks.Crds.Schema;

/// <summary>Descriptions for <c>kubectl explain</c>: the summaries of the documentation file that the compiler writes beside the assembly.</summary>
public sealed partial class XmlDescriptions
{
    private readonly IReadOnlyDictionary<string, string> _summaries;

    private XmlDescriptions(IReadOnlyDictionary<string, string> summaries) => _summaries = summaries;

    /// <summary>The descriptions of the contracts.</summary>
    /// <exception cref="FileNotFoundException">The program was installed without its documentation file.</exception>
    public static XmlDescriptions Load()
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{typeof(XmlDescriptions).Assembly.GetName().Name}.xml");
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path} is missing: the descriptions of fields come from it. Install the program with all of its files.", path);
        }

        return new XmlDescriptions(XDocument.Load(path).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")?.Value ?? "", member => TextOf(member.Element("summary"))));
    }

    /// <summary>The summary of a type or a property, in one line; null where it has none.</summary>
    public string? Describe(MemberInfo member)
    {
        var key = member is Type type ? $"T:{type.FullName}" : $"P:{member.DeclaringType?.FullName}.{member.Name}";
        return _summaries.GetValueOrDefault(key);
    }

    private static string TextOf(XElement? summary) =>
        Blanks().Replace(string.Concat(summary?.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement element => element.Attribute("cref")?.Value is { } cref ? FieldOf(cref) : element.Value,
            _ => "",
        }) ?? []), " ").Trim();

    /// <summary>What a reader of YAML calls the member that a cref names.</summary>
    private static string FieldOf(string cref) => JsonNamingPolicy.CamelCase.ConvertName(cref[(cref.LastIndexOf('.') + 1)..]);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
