package dev.maneki.conformance;

import dev.maneki.conformance.v1.ServerCompatRequest;
import dev.maneki.connect.Router;
import dev.maneki.connect.servlet.ConnectServlet;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http2.RateControl;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The servlet in Jetty. */
final class JettyServer {
    /** Resets by the hundred are what a suite is made of, not an attack. */
    private static final RateControl.Factory UNLIMITED = new RateControl.Factory() {};

    private JettyServer() {}

    /** Starts it; its port. */
    static int start(Router router, ServerCompatRequest request) throws Exception {
        Server server = new Server();
        ServerConnector connector =
                request.getUseTls() ? encrypted(server, request) : clear(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(new ConnectServlet(router));
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
        return connector.getLocalPort();
    }

    private static ServerConnector clear(Server server) {
        HttpConfiguration http = new HttpConfiguration();
        HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(http);
        http2.setRateControlFactory(UNLIMITED);
        return new ServerConnector(server, new HttpConnectionFactory(http), http2);
    }

    private static ServerConnector encrypted(Server server, ServerCompatRequest request) {
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(
                KeyStores.identity(
                        request.getServerCreds().getCert().toStringUtf8(),
                        request.getServerCreds().getKey().toStringUtf8()));
        tls.setKeyStorePassword(KeyStores.PASSWORD);
        if (!request.getClientTlsCert().isEmpty()) {
            tls.setTrustStore(KeyStores.trust(request.getClientTlsCert().toStringUtf8()));
            tls.setNeedClientAuth(true);
        }
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        http2.setRateControlFactory(UNLIMITED);
        return new ServerConnector(
                server,
                new SslConnectionFactory(tls, "alpn"),
                new ALPNServerConnectionFactory("h2", "http/1.1"),
                http2,
                new HttpConnectionFactory(http));
    }
}
