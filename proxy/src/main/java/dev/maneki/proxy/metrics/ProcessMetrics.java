package dev.maneki.proxy.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The process as the operating system sees it, under Prometheus' usual names; the JVM's own beans
 * are asked at the first scrape, not at the start.
 */
public final class ProcessMetrics implements Collector {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final long KIBIBYTE = 1024;

    @Override
    public void collect(PrometheusText out) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            out.counter("process_cpu_seconds_total", "User and system CPU time spent, in seconds.");
            out.sample(os.getProcessCpuTime() / NANOS_PER_SECOND);
            out.gauge("process_open_fds", "Open file descriptors.");
            out.sample(os.getOpenFileDescriptorCount());
            out.gauge("process_max_fds", "The most file descriptors that may be open.");
            out.sample(os.getMaxFileDescriptorCount());
        }
        out.gauge("process_start_time_seconds", "When the process started, since 1970.");
        out.sample(ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS_PER_SECOND);
        memory(out);
    }

    /** Of Linux only; elsewhere these families are absent. */
    private static void memory(PrometheusText out) {
        List<String> lines;
        try {
            lines = Files.readAllLines(STATUS);
        } catch (IOException e) {
            return;
        }
        for (String line : lines) {
            if (line.startsWith("VmRSS:")) {
                out.gauge("process_resident_memory_bytes", "Resident memory.");
                out.sample(bytes(line));
            } else if (line.startsWith("VmSize:")) {
                out.gauge("process_virtual_memory_bytes", "Virtual memory.");
                out.sample(bytes(line));
            }
        }
    }

    /** Of {@code VmRSS: 123456 kB}, whose unit is 1024 bytes (proc_pid_status(5)). */
    private static long bytes(String line) {
        String digits = line.replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits) * KIBIBYTE;
    }
}
