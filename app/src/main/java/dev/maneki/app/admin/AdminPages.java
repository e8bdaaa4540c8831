package dev.maneki.app.admin;

import dev.maneki.app.output.Tree;
import java.util.Optional;

/** What the admin address has to show. Called by many threads at once. */
public interface AdminPages {
    /** Why new traffic should not come here; empty if it may. */
    Optional<String> unready();

    /** All metrics in the Prometheus text format. */
    String metrics();

    /** The resources that the filter lets through, with their status. */
    Tree status(StatusFilter filter);

    /**
     * What would become of a request.
     *
     * @throws IllegalArgumentException if the request is no request
     */
    Tree explain(ExplainQuery query);
}
