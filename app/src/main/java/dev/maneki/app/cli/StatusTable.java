package dev.maneki.app.cli;

import dev.maneki.app.admin.StatusFilter;
import dev.maneki.app.output.TextTable;
import dev.maneki.app.output.Tree;
import java.util.Map;

/** The answer of {@code /status} for people. */
final class StatusTable {
    private final Tree.Fields answer;
    private final StatusFilter filter;

    StatusTable(Tree.Fields answer, StatusFilter filter) {
        this.answer = answer;
        this.filter = filter;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (filter.equals(StatusFilter.ALL)) {
            sockets(text);
        }
        TextTable resources =
                new TextTable("KIND", "NAMESPACE", "NAME", "STATE", "FILE", "MESSAGE");
        for (Tree.Fields resource : answer.objects("resources")) {
            resources.row(
                    resource.text("kind"),
                    resource.text("namespace"),
                    resource.text("name"),
                    resource.text("state"),
                    resource.text("file"),
                    resource.text("message"));
        }
        if (!resources.isEmpty()) {
            text.append(resources);
        }
        if (!filter.name().isEmpty()) {
            answer.objects("resources").forEach(resource -> details(text, resource));
        }
        return text.toString();
    }

    private void sockets(StringBuilder text) {
        TextTable sockets = new TextTable("ADDRESS", "PROTOCOL", "STATE", "LISTENERS", "MESSAGE");
        for (Tree.Fields socket : answer.objects("sockets")) {
            sockets.row(
                    socket.text("address"),
                    socket.text("protocol"),
                    socket.text("state"),
                    String.join(
                            ", ", socket.items("listeners").stream().map(Tree::scalar).toList()),
                    socket.text("message"));
        }
        text.append(sockets).append('\n');
    }

    /** Every condition of one resource, wherever in its status it stands. */
    private static void details(StringBuilder text, Tree.Fields resource) {
        TextTable conditions = new TextTable("OF", "CONDITION", "STATUS", "REASON", "MESSAGE");
        conditions("", resource.object("status"), conditions);
        if (!conditions.isEmpty()) {
            text.append('\n').append(conditions);
        }
        TextTable findings = new TextTable("WHERE", "SEVERITY", "FIELD", "WHAT", "REMEDY");
        for (Tree.Fields finding : resource.objects("findings")) {
            findings.row(
                    finding.text("position"),
                    finding.text("severity"),
                    finding.text("field"),
                    finding.text("message"),
                    finding.text("remedy"));
        }
        if (!findings.isEmpty()) {
            text.append('\n').append(findings);
        }
    }

    private static void conditions(String of, Tree.Fields status, TextTable table) {
        for (Tree.Fields condition : status.objects("conditions")) {
            table.row(
                    of,
                    condition.text("type"),
                    condition.text("status"),
                    condition.text("reason"),
                    condition.text("message"));
        }
        for (Map.Entry<String, Tree> member : status.values().entrySet()) {
            for (Tree.Fields part : status.objects(member.getKey())) {
                if (!part.items("conditions").isEmpty()) {
                    conditions(title(part), part, table);
                }
            }
        }
    }

    private static String title(Tree.Fields part) {
        for (String reference : new String[] {"parentRef", "ancestorRef"}) {
            Tree.Fields parent = part.object(reference);
            if (!parent.values().isEmpty()) {
                String section = parent.text("sectionName");
                return "Gateway/" + parent.text("name") + (section.isEmpty() ? "" : "/" + section);
            }
        }
        return "listener/" + part.text("name");
    }
}
