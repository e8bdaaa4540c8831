package dev.maneki.proxy.metrics;

import org.jspecify.annotations.Nullable;

/**
 * The same numbers for each worker, made when a worker first counts: most routes of a big
 * configuration are quiet.
 */
final class WorkerCells {
    private final @Nullable Cells[] byWorker;
    private final int size;

    WorkerCells(int workers, int size) {
        this.byWorker = new @Nullable Cells[workers];
        this.size = size;
    }

    /** The numbers of this worker; called by it only. */
    Cells of(WorkerMetrics worker) {
        Cells cells = byWorker[worker.index()];
        if (cells == null) {
            cells = new Cells(size);
            // A plain store: the object's only field is final, so whoever sees it sees it whole,
            // and
            // a scrape that does not see it yet has missed nothing that happened before it.
            byWorker[worker.index()] = cells;
        }
        return cells;
    }

    /** The sum over the workers. */
    long sum(int index) {
        long sum = 0;
        for (Cells cells : byWorker) {
            if (cells != null) {
                sum += cells.get(index);
            }
        }
        return sum;
    }
}
