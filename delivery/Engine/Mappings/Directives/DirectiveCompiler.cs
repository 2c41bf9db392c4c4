using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary>Checks a directive's argument and builds its node: one act, so that what is accepted and what runs cannot drift.</summary>
/// <param name="argument">What stands behind the directive's name.</param>
/// <param name="place">Where it stands.</param>
/// <param name="builder">For what is nested, and for problems; after a problem any node will do.</param>
internal delegate MappingNode DirectiveCompiler(EventValue argument, string place, MappingBuilder builder);
