package dev.maneki.proxy.metrics;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.List;

/** The virtual machine, under the names that Prometheus' Java client gave these metrics. */
public final class JvmMetrics implements Collector {
    private static final double MILLIS_PER_SECOND = 1e3;

    @Override
    public void collect(PrometheusText out) {
        memory(out);
        out.summary("jvm_gc_collection_seconds", "Time spent in collections, by collector.");
        for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
            out.summarySample(
                    Math.max(0, gc.getCollectionTime()) / MILLIS_PER_SECOND,
                    Math.max(0, gc.getCollectionCount()),
                    "gc",
                    gc.getName());
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        out.gauge("jvm_threads_current", "Platform threads.");
        out.sample(threads.getThreadCount());
        out.gauge("jvm_threads_daemon", "Platform threads that do not keep the process alive.");
        out.sample(threads.getDaemonThreadCount());
        out.gauge("jvm_classes_currently_loaded", "Classes loaded.");
        out.sample(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        out.gauge("jvm_runtime_info", "The virtual machine; always 1.");
        out.sample(
                1,
                "runtime",
                System.getProperty("java.runtime.name", ""),
                "vendor",
                System.getProperty("java.vm.vendor", ""),
                "version",
                Runtime.version().toString());
    }

    private static void memory(PrometheusText out) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        MemoryUsage heap = memory.getHeapMemoryUsage();
        MemoryUsage rest = memory.getNonHeapMemoryUsage();
        out.gauge("jvm_memory_used_bytes", "Memory used, by area.");
        out.sample(heap.getUsed(), "area", "heap");
        out.sample(rest.getUsed(), "area", "nonheap");
        out.gauge("jvm_memory_committed_bytes", "Memory taken from the system, by area.");
        out.sample(heap.getCommitted(), "area", "heap");
        out.sample(rest.getCommitted(), "area", "nonheap");
        out.gauge("jvm_memory_max_bytes", "The most memory an area may use; -1 for no bound.");
        out.sample(heap.getMax(), "area", "heap");
        out.sample(rest.getMax(), "area", "nonheap");
        List<BufferPoolMXBean> pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
        out.gauge("jvm_buffer_pool_used_bytes", "Memory of buffers outside the heap, by pool.");
        for (BufferPoolMXBean pool : pools) {
            out.sample(pool.getMemoryUsed(), "pool", pool.getName());
        }
    }
}
