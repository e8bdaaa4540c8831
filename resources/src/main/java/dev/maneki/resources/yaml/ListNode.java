package dev.maneki.resources.yaml;

import java.util.List;

/** A list, in the order of the text. */
public record ListNode(List<Node> items, int line, int column) implements Node {

    public ListNode {
        items = List.copyOf(items);
    }

    @Override
    public String describe() {
        return "a list";
    }
}
