package dev.maneki.app.cli;

import dev.maneki.app.output.TextTable;
import dev.maneki.app.output.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An explanation for people. */
final class ExplanationText {
    /** The nearest misses are what is asked for; {@code -o json} has all. */
    private static final int SHOWN = 20;

    private final Tree.Fields answer;
    private final StringBuilder text = new StringBuilder();

    ExplanationText(Tree.Fields answer) {
        this.answer = answer;
        Tree.Fields request = answer.object("request");
        text.append(request.text("method")).append(' ').append(request.text("url")).append('\n');
        line("gateway", answer.text("gateway"));
        line("listener", listener());
        line("route", route(answer));
        line("match", match(answer.object("match")));
        line("action", action());
        answer.objects("filters").forEach(filter -> line("filter", words(filter)));
        backends();
        line("timeout", answer.text("requestTimeout"));
        line("", answer.text("message"));
        answer.items("notes").forEach(note -> line("note", note.scalar()));
        rejected();
    }

    private void line(String label, String value) {
        if (!value.isEmpty()) {
            text.append("  ").append(label).repeat(' ', 10 - label.length()).append(value);
            text.append('\n');
        }
    }

    private String listener() {
        String port = answer.text("port");
        String name = answer.text("listener");
        return name.isEmpty() ? (port.isEmpty() ? "" : "port " + port) : name + ", port " + port;
    }

    private static String route(Tree.Fields of) {
        Tree.Fields route = of.object("route");
        if (route.values().isEmpty()) {
            return "";
        }
        String rule = of.text("rule");
        String name = of.text("ruleName");
        return route.text("kind")
                + " "
                + route.text("namespace")
                + "/"
                + route.text("name")
                + (rule.isEmpty() ? "" : ", rule " + rule)
                + (name.isEmpty() ? "" : " (" + name + ")");
    }

    private static String match(Tree.Fields match) {
        if (match.values().isEmpty()) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        Tree.Fields path = match.object("path");
        parts.add("path " + path.text("type") + " " + path.text("value"));
        if (!match.text("method").isEmpty()) {
            parts.add("method " + match.text("method"));
        }
        match.objects("headers").forEach(field -> parts.add("header " + field(field)));
        match.objects("queryParams").forEach(field -> parts.add("query " + field(field)));
        return String.join(", ", parts);
    }

    private static String field(Tree.Fields field) {
        String sign = field.text("type").equals("Exact") ? " = " : " ~ ";
        return field.text("name") + sign + field.text("value");
    }

    private String action() {
        String status = answer.text("status");
        String reason = answer.text("reason");
        return answer.text("action")
                + (status.isEmpty() ? "" : " with " + status)
                + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    /** A filter's members in a row: {@code URLRewrite, replacePrefixMatch /}. */
    private static String words(Tree.Fields filter) {
        return filter.values().entrySet().stream()
                .map(
                        member ->
                                member.getKey().equals("type")
                                        ? member.getValue().scalar()
                                        : member.getKey() + " " + value(member.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String value(Tree tree) {
        return switch (tree) {
            case Tree.Items(List<Tree> values) ->
                    values.stream().map(ExplanationText::value).collect(Collectors.joining(" "));
            case Tree.Fields fields when fields.values().containsKey("value") ->
                    fields.text("name") + "=" + fields.text("value");
            default -> tree.scalar();
        };
    }

    private void backends() {
        long total =
                answer.objects("backends").stream()
                        .mapToLong(backend -> Long.parseLong(backend.text("weight")))
                        .sum();
        for (Tree.Fields backend : answer.objects("backends")) {
            long weight = Long.parseLong(backend.text("weight"));
            String share = total == 0 ? "0%" : Math.round(100.0 * weight / total) + "%";
            String port = backend.text("port");
            String endpoints =
                    backend.items("endpoints").stream()
                            .limit(3)
                            .map(Tree::scalar)
                            .collect(Collectors.joining(", "));
            int more = backend.items("endpoints").size() - 3;
            String unresolved = backend.text("reason");
            line(
                    "backend",
                    share
                            + " "
                            + backend.text("namespace")
                            + "/"
                            + backend.text("name")
                            + (port.isEmpty() ? "" : ":" + port)
                            + (unresolved.isEmpty()
                                    ? " at " + (endpoints.isEmpty() ? "no endpoint" : endpoints)
                                    : " (" + unresolved + ": " + backend.text("message") + ")")
                            + (more > 0 ? " and " + more + " more" : ""));
        }
    }

    private void rejected() {
        List<Tree.Fields> all = answer.objects("rejected");
        if (all.isEmpty()) {
            return;
        }
        TextTable table = new TextTable("NOT CHOSEN", "MATCH", "LISTENER", "BECAUSE");
        for (Tree.Fields each : all.subList(0, Math.min(SHOWN, all.size()))) {
            String listener = each.text("listener");
            table.row(
                    route(each),
                    match(each.object("match")),
                    each.text("gateway") + (listener.isEmpty() ? "" : "/" + listener),
                    each.text("message"));
        }
        text.append('\n').append(table);
        if (all.size() > SHOWN) {
            text.append("and ").append(all.size() - SHOWN).append(" more; -o json has all\n");
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
