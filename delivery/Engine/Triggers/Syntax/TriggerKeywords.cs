namespace ExtensibleWebhooks.Engine.Triggers.Syntax;

/// <summary>Words with a meaning of their own; a field of that name is written with a backslash before it.</summary>
internal static class TriggerKeywords
{
    public const string And = "and";
    public const string Or = "or";
    public const string Not = "not";
    public const string All = "all";
    public const string In = "in";
    public const string Null = "null";
    public const string True = "true";
    public const string False = "false";

    public static bool IsReserved(string word) => word is And or Or or Not or All or In or Null or True or False;
}
