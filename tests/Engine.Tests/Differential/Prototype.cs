namespace ExtensibleWebhooks.Engine.Tests.Differential;

/// <summary>Members that JavaScript finds in objects, lists, texts, numbers and booleans that do not have them (difference 15).</summary>
internal static class Prototype
{
    private static readonly HashSet<string> Names =
    [
        .. "constructor toString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString __proto__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__".Split(' '),
        .. "at concat copyWithin entries every fill filter find findIndex findLast findLastIndex flat flatMap forEach includes indexOf join keys lastIndexOf map pop push".Split(' '),
        .. "reduce reduceRight reverse shift slice some sort splice toReversed toSorted toSpliced unshift values with anchor big blink bold charAt charCodeAt codePointAt".Split(' '),
        .. "endsWith fixed fontcolor fontsize isWellFormed italics link localeCompare match matchAll normalize padEnd padStart repeat replace replaceAll search small split".Split(' '),
        .. "startsWith strike sub substr substring sup toLocaleLowerCase toLocaleUpperCase toLowerCase toUpperCase toWellFormed trim trimEnd trimLeft trimRight trimStart".Split(' '),
        .. "toExponential toFixed toPrecision".Split(' '),
    ];

    public static IReadOnlyList<string> Common { get; } = ["constructor", "toString", "__proto__", "map", "at"];

    public static bool Has(string name) => Names.Contains(name);
}
