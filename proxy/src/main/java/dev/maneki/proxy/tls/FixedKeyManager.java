package dev.maneki.proxy.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.util.SimpleKeyManagerFactory;
import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Serves one certificate for each type of key, without the JDK's checks of each certificate in each
 * handshake: what a listener is given is what it serves.
 */
final class FixedKeyManager extends X509ExtendedKeyManager {
    private final Map<String, KeyAndChain> byType = new LinkedHashMap<>();

    /** The first of each type counts. */
    FixedKeyManager(Iterable<KeyAndChain> certificates) {
        for (KeyAndChain certificate : certificates) {
            byType.putIfAbsent(certificate.keyType(), certificate);
        }
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (byType.containsKey(keyType)) {
            return byType.size() == 1 || engine == null || clientVerifies(keyType, engine)
                    ? keyType
                    : null;
        }
        // The JDK asks for the signature scheme's own name (Ed25519).
        return keyType.startsWith("Ed") && byType.containsKey("EdDSA") ? "EdDSA" : null;
    }

    /**
     * Whether the client can verify a signature by such a key. The JDK relies on key managers to
     * look; BoringSSL looks by itself.
     */
    private static boolean clientVerifies(String keyType, SSLEngine engine) {
        if (!(engine.getHandshakeSession() instanceof ExtendedSSLSession session)
                || engine instanceof ReferenceCountedOpenSslEngine) {
            return true;
        }
        for (String algorithm : session.getPeerSupportedSignatureAlgorithms()) {
            boolean fits =
                    switch (keyType) {
                        case "EC" -> algorithm.endsWith("withECDSA");
                        case "RSA" ->
                                algorithm.endsWith("withRSA") || algorithm.startsWith("RSASSA-PSS");
                        default -> true;
                    };
            if (fits) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        for (String keyType : keyTypes) {
            String alias = chooseEngineServerAlias(keyType, issuers, engine);
            if (alias != null) {
                return alias;
            }
        }
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineClientAlias(keyTypes, issuers, null);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    private String[] aliases(String keyType) {
        return byType.containsKey(keyType) ? new String[] {keyType} : new String[0];
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        KeyAndChain certificate = byType.get(alias);
        return certificate == null ? null : certificate.chainArray();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        KeyAndChain certificate = byType.get(alias);
        return certificate == null ? null : certificate.key();
    }

    /** A factory that gives this. */
    Factory factory() {
        return new Factory(this);
    }

    /** Gives one key manager. */
    static final class Factory extends SimpleKeyManagerFactory {
        private final FixedKeyManager manager;

        private Factory(FixedKeyManager manager) {
            this.manager = manager;
        }

        @Override
        protected void engineInit(KeyStore keyStore, char[] password) {}

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {}

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {manager};
        }
    }
}
