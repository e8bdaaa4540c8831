/** The resource kinds: reading them, checking them, and the indexed immutable snapshot. */
module dev.maneki.resources {
    requires static transitive org.jspecify;
    requires re2j;
    requires org.snakeyaml.engine.v2;
    requires tools.jackson.core;

    exports dev.maneki.resources;
    exports dev.maneki.resources.folder;
    exports dev.maneki.resources.kinds;
    exports dev.maneki.resources.schema;
    exports dev.maneki.resources.snapshot;
    exports dev.maneki.resources.yaml;
}
