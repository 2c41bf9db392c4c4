namespace ExtensibleWebhooks.Crds.Schema;

/// <summary>What a field holds.</summary>
public enum SchemaType
{
    /// <summary>Named members, each with its own schema; others are unknown.</summary>
    Record,

    /// <summary>Members of any name, all of one schema.</summary>
    Map,

    /// <summary>An object that is kept as it is.</summary>
    AnyObject,

    /// <summary>Any JSON, kept as it is.</summary>
    Any,

    /// <summary>Items of one schema.</summary>
    List,

    Text,

    WholeNumber,

    /// <summary>With or without a fraction.</summary>
    Number,

    Boolean,
}
