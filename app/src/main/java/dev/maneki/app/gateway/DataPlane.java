package dev.maneki.app.gateway;

import dev.maneki.app.output.Console;
import dev.maneki.proxy.Limits;
import dev.maneki.proxy.PortStatus;
import dev.maneki.proxy.Proxy;
import dev.maneki.proxy.ProxyOptions;
import dev.maneki.proxy.access.AccessFormat;
import dev.maneki.proxy.access.AccessLog;
import dev.maneki.proxy.access.AccessSink;
import dev.maneki.proxy.access.FileSink;
import dev.maneki.proxy.access.JsonFormat;
import dev.maneki.proxy.access.StdoutSink;
import dev.maneki.proxy.access.TextFormat;
import dev.maneki.proxy.metrics.BuildMetrics;
import dev.maneki.proxy.metrics.JvmMetrics;
import dev.maneki.proxy.metrics.MetricsRegistry;
import dev.maneki.proxy.metrics.ProcessMetrics;
import dev.maneki.routing.model.EndpointTable;
import dev.maneki.routing.model.RoutingModel;
import dev.maneki.translate.status.ListenAddress;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The proxy with its access log, in the words of translation. */
final class DataPlane implements AutoCloseable {
    private final Proxy proxy;
    private final Optional<AccessLog> accessLog;

    private DataPlane(Proxy proxy, Optional<AccessLog> accessLog) {
        this.proxy = proxy;
        this.accessLog = accessLog;
    }

    /**
     * Starts the workers; nothing listens yet.
     *
     * @throws Gateway.StartFailure if the access log cannot be opened
     */
    static DataPlane start(GatewayOptions options, ConfigurationMetrics metrics, Console console)
            throws Gateway.StartFailure {
        Optional<AccessLog> accessLog;
        try {
            accessLog = accessLog(options, console);
        } catch (UncheckedIOException unwritable) {
            throw new Gateway.StartFailure(String.valueOf(unwritable.getMessage()));
        }
        Proxy proxy =
                Proxy.start(
                        new ProxyOptions(
                                options.workers(),
                                Limits.DEFAULT.with(options.limits()),
                                options.trustedProxies(),
                                accessLog));
        accessLog.ifPresent(log -> log.register(proxy.metrics()));
        metrics.register(proxy.metrics());
        proxy.metrics().register(new ProcessMetrics());
        proxy.metrics().register(new JvmMetrics());
        proxy.metrics().register(new BuildMetrics(Release.number(), ""));
        return new DataPlane(proxy, accessLog);
    }

    private static Optional<AccessLog> accessLog(GatewayOptions options, Console console) {
        Supplier<AccessFormat> format =
                switch (options.accessFormat()) {
                    case JSON -> JsonFormat::new;
                    case TEXT -> TextFormat::new;
                };
        if (options.accessLog().equals("off")) {
            return Optional.empty();
        }
        AccessSink sink =
                options.accessLog().equals("-")
                        ? new StdoutSink()
                        : new FileSink(Path.of(options.accessLog()));
        return Optional.of(new AccessLog(format, sink, console::warn));
    }

    /**
     * Serves this from now on.
     *
     * @return sockets that could not be opened, with the reason
     */
    Map<ListenAddress, String> apply(RoutingModel model, EndpointTable endpoints) {
        Map<ListenAddress, String> failures = new HashMap<>();
        for (PortStatus status : proxy.apply(model, endpoints)) {
            ListenAddress address =
                    new ListenAddress(status.port().address(), status.port().number());
            status.error().ifPresent(why -> failures.put(address, why));
        }
        return Map.copyOf(failures);
    }

    MetricsRegistry metrics() {
        return proxy.metrics();
    }

    /**
     * Takes no new connections and lets running requests end.
     *
     * @return how many connections had to be cut
     */
    int drain(Duration patience) {
        return proxy.drain(patience);
    }

    /** Asks for a new access log file, as after a rotation. */
    void reopenAccessLog() {
        accessLog.ifPresent(AccessLog::reopen);
    }

    /** Ends at once what is left; records of what has ended are written. */
    @Override
    public void close() {
        proxy.close();
        accessLog.ifPresent(AccessLog::close);
    }
}
