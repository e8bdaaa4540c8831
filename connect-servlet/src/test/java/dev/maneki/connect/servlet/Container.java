package dev.maneki.connect.servlet;

import dev.maneki.connect.Router;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import jakarta.servlet.Servlet;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A container that has the servlet at {@code /app/rpc/*}, in clear and with TLS. */
interface Container extends AutoCloseable {
    /** Speaks HTTP/1.1, and HTTP/2 from its first byte. */
    int port();

    /** Speaks both, as ALPN says; wants a client certificate. */
    int tlsPort();

    @Override
    void close() throws Exception;

    /** Those there are. */
    enum Kind {
        JETTY,
        TOMCAT
    }

    static Container start(Kind kind, Router router) throws Exception {
        Servlet servlet = new ConnectServlet(router);
        return switch (kind) {
            case JETTY -> jetty(servlet);
            case TOMCAT -> tomcat(servlet);
        };
    }

    X509Bundle AUTHORITY = authority();
    X509Bundle SERVER = issued("server");
    X509Bundle CLIENT = issued("client");

    private static X509Bundle authority() {
        try {
            return new CertificateBuilder()
                    .subject("CN=authority")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Bundle issued(String name) {
        try {
            return new CertificateBuilder()
                    .subject("CN=" + name)
                    .addSanDnsName("localhost")
                    .buildIssuedBy(AUTHORITY);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Container jetty(Servlet servlet) throws Exception {
        Server server = new Server();
        HttpConfiguration plain = new HttpConfiguration();
        ServerConnector clear =
                new ServerConnector(
                        server,
                        new HttpConnectionFactory(plain),
                        new HTTP2CServerConnectionFactory(plain));
        clear.setHost("127.0.0.1");
        server.addConnector(clear);

        HttpConfiguration secure = new HttpConfiguration();
        secure.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(SERVER.toKeyStore("secret".toCharArray()));
        tls.setKeyStorePassword("secret");
        tls.setTrustStore(trust());
        tls.setWantClientAuth(true);
        ServerConnector encrypted =
                new ServerConnector(
                        server,
                        new SslConnectionFactory(tls, "alpn"),
                        new ALPNServerConnectionFactory("h2", "http/1.1"),
                        new HTTP2ServerConnectionFactory(secure),
                        new HttpConnectionFactory(secure));
        encrypted.setHost("127.0.0.1");
        server.addConnector(encrypted);

        ServletContextHandler context = new ServletContextHandler("/app");
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/rpc/*");
        server.setHandler(context);
        server.start();
        return new Container() {
            @Override
            public int port() {
                return clear.getLocalPort();
            }

            @Override
            public int tlsPort() {
                return encrypted.getLocalPort();
            }

            @Override
            public void close() throws Exception {
                server.stop();
            }
        };
    }

    private static KeyStore trust() throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("authority", AUTHORITY.getCertificate());
        return trust;
    }

    private static Container tomcat(Servlet servlet) throws Exception {
        Path base = Files.createTempDirectory("tomcat");
        Tomcat tomcat = new Tomcat();
        tomcat.setSilent(true);
        tomcat.setBaseDir(base.toString());
        Connector clear = connector();
        Connector encrypted = connector();
        encrypted.setProperty("SSLEnabled", "true");
        encrypted.setScheme("https");
        encrypted.setSecure(true);
        SSLHostConfig tls = new SSLHostConfig();
        tls.setCertificateVerification("optional");
        tls.setTrustStore(trust());
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystore(SERVER.toKeyStore("secret".toCharArray()));
        certificate.setCertificateKeystorePassword("secret");
        tls.addCertificate(certificate);
        encrypted.addSslHostConfig(tls);
        tomcat.setConnector(clear);
        tomcat.getService().addConnector(encrypted);

        Context context = tomcat.addContext("/app", base.toString());
        Wrapper wrapper = Tomcat.addServlet(context, "rpc", servlet);
        wrapper.setAsyncSupported(true);
        context.addServletMappingDecoded("/rpc/*", "rpc");
        tomcat.start();
        return new Container() {
            @Override
            public int port() {
                return clear.getLocalPort();
            }

            @Override
            public int tlsPort() {
                return encrypted.getLocalPort();
            }

            @Override
            public void close() throws Exception {
                tomcat.stop();
                tomcat.destroy();
                try (var files = Files.walk(base)) {
                    for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                        Files.delete(file);
                    }
                }
            }
        };
    }

    private static Connector connector() throws Exception {
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        Http2Protocol http2 = new Http2Protocol();
        http2.setOverheadResetFactor(0); // tests cancel more often than clients do
        connector.addUpgradeProtocol(http2);
        return connector;
    }
}
