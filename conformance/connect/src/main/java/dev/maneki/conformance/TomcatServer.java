package dev.maneki.conformance;

import dev.maneki.conformance.v1.ServerCompatRequest;
import dev.maneki.connect.Router;
import dev.maneki.connect.servlet.ConnectServlet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** The servlet in Tomcat. */
final class TomcatServer {
    private TomcatServer() {}

    /** Starts it; its port. */
    static int start(Router router, ServerCompatRequest request) throws Exception {
        Path base = Files.createTempDirectory("tomcat");
        base.toFile().deleteOnExit();
        Tomcat tomcat = new Tomcat();
        tomcat.setSilent(true);
        tomcat.setBaseDir(base.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        Http2Protocol http2 = new Http2Protocol();
        // Small frames and resets by the hundred are what a suite is made of, not an attack.
        http2.setOverheadCountFactor(0);
        http2.setOverheadResetFactor(0);
        http2.setOverheadDataThreshold(0);
        http2.setOverheadWindowUpdateThreshold(0);
        connector.addUpgradeProtocol(http2);
        if (request.getUseTls()) {
            encrypt(connector, request);
        }
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", base.toString());
        Tomcat.addServlet(context, "rpc", new ConnectServlet(router)).setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "rpc");
        tomcat.start();
        return connector.getLocalPort();
    }

    private static void encrypt(Connector connector, ServerCompatRequest request) {
        connector.setProperty("SSLEnabled", "true");
        connector.setScheme("https");
        connector.setSecure(true);
        SSLHostConfig tls = new SSLHostConfig();
        if (!request.getClientTlsCert().isEmpty()) {
            tls.setCertificateVerification("required");
            tls.setTrustStore(KeyStores.trust(request.getClientTlsCert().toStringUtf8()));
        }
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystore(
                KeyStores.identity(
                        request.getServerCreds().getCert().toStringUtf8(),
                        request.getServerCreds().getKey().toStringUtf8()));
        certificate.setCertificateKeystorePassword(KeyStores.PASSWORD);
        tls.addCertificate(certificate);
        connector.addSslHostConfig(tls);
    }
}
