package dev.maneki.translate;

import dev.maneki.resources.Finding;
import dev.maneki.routing.model.EndpointTable;
import dev.maneki.routing.model.RoutingModel;
import dev.maneki.translate.status.StatusReport;
import java.util.List;

/**
 * What a snapshot comes to.
 *
 * @param model what is served
 * @param endpoints where the backends are
 * @param status what each resource is told
 * @param problems what does not lead where it should, in the order of the resources
 */
public record Translation(
        RoutingModel model, EndpointTable endpoints, StatusReport status, List<Problem> problems) {
    /** Of no resources. */
    public static final Translation EMPTY =
            new Translation(RoutingModel.EMPTY, EndpointTable.EMPTY, StatusReport.EMPTY, List.of());

    /** Copies the list. */
    public Translation {
        problems = List.copyOf(problems);
    }

    /** The problems with their places in the files; parses those files again. */
    public List<Finding> findings() {
        return problems.stream().map(Problem::located).toList();
    }
}
