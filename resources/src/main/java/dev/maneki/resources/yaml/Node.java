package dev.maneki.resources.yaml;

/**
 * A piece of a YAML or JSON document, with the place it was written at.
 *
 * <p>Immutable; an alias shares the node of its anchor. The tree lives only while a document is
 * decoded: ten thousand routes would otherwise keep half a million nodes.
 */
public sealed interface Node permits MapNode, ListNode, ScalarNode {

    /** Line in the file, from 1. */
    int line();

    /** Column in the line, from 1. */
    int column();

    /** What the node is, in the words of a finding: "a map", "a list", "the number 80". */
    String describe();
}
