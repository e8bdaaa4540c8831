/** The resource kinds: reading them, checking them, and the indexed immutable snapshot. */
module dev.maneki.resources {
    requires static transitive org.jspecify;
    requires org.snakeyaml.engine.v2;

    exports dev.maneki.resources;
}
