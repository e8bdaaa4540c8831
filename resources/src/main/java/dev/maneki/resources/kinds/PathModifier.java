package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Checked;
import dev.maneki.resources.schema.Rules;
import dev.maneki.resources.schema.Text;
import java.util.Optional;

/** {@code HTTPPathModifier}: the path of a redirect or of a rewritten request. */
public record PathModifier(
        Type type,
        Optional<@Text(max = 1024) String> replaceFullPath,
        Optional<@Text(max = 1024) String> replacePrefixMatch)
        implements Checked {

    /** Whether the matched prefix is replaced, which needs exactly one prefix. */
    boolean replacesPrefix() {
        return type == Type.REPLACE_PREFIX_MATCH && replacePrefixMatch.isPresent();
    }

    @Override
    public void check(Rules rules) {
        rules.require(
                type != Type.REPLACE_FULL_PATH || replaceFullPath.isPresent(),
                "replaceFullPath",
                "replaceFullPath must be specified when type is set to 'ReplaceFullPath'",
                "add replaceFullPath");
        rules.require(
                replaceFullPath.isEmpty() || type == Type.REPLACE_FULL_PATH,
                "type",
                "type must be 'ReplaceFullPath' when replaceFullPath is set");
        rules.require(
                type != Type.REPLACE_PREFIX_MATCH || replacePrefixMatch.isPresent(),
                "replacePrefixMatch",
                "replacePrefixMatch must be specified when type is set to 'ReplacePrefixMatch'",
                "add replacePrefixMatch");
        rules.require(
                replacePrefixMatch.isEmpty() || type == Type.REPLACE_PREFIX_MATCH,
                "type",
                "type must be 'ReplacePrefixMatch' when replacePrefixMatch is set");
    }

    /** What is replaced. */
    public enum Type {
        REPLACE_FULL_PATH("ReplaceFullPath"),
        REPLACE_PREFIX_MATCH("ReplacePrefixMatch");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
