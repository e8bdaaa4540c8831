package dev.maneki.app.admin;

import dev.maneki.app.output.Tree;
import java.io.IOException;
import java.util.Optional;

/** What the admin address has to show. Called by many threads at once. */
public interface AdminPages {
    /** Why new traffic should not come here; empty if it may. */
    Optional<String> unready();

    /** Writes all metrics in the Prometheus text format. */
    void metrics(Appendable out) throws IOException;

    /** The resources that the filter lets through, with their status. */
    Tree status(StatusFilter filter);

    /**
     * What would become of a request.
     *
     * @throws IllegalArgumentException if the request is no request
     */
    Tree explain(ExplainQuery query);
}
