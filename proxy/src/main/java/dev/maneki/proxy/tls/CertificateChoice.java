package dev.maneki.proxy.tls;

import java.util.ArrayList;
import java.util.List;

/**
 * Chooses among a listener's certificates by the name that a client asks for: the most specific
 * name wins, and of those that have it, one of each key type, so that the client's algorithms
 * decide. Immutable.
 */
final class CertificateChoice {
    private static final int NO_MATCH = 0;
    private static final int WILDCARD = 1;
    private static final int EXACT = 2;

    private final List<KeyAndChain> certificates;
    private final List<KeyAndChain> byDefault;

    /** One or more; the first is the default. */
    CertificateChoice(List<KeyAndChain> certificates) {
        this.certificates = List.copyOf(certificates);
        KeyAndChain first = certificates.getFirst();
        this.byDefault =
                oneOfEachType(
                        certificates.stream()
                                .filter(one -> one == first || one.names().equals(first.names()))
                                .toList());
    }

    /** Those to offer; equal lists for equal choices. */
    List<KeyAndChain> choose(String serverName) {
        if (certificates.size() == 1) {
            return byDefault;
        }
        int best = NO_MATCH;
        for (KeyAndChain certificate : certificates) {
            best = Math.max(best, match(certificate, serverName));
        }
        if (best == NO_MATCH) {
            return byDefault;
        }
        List<KeyAndChain> matching = new ArrayList<>();
        for (KeyAndChain certificate : certificates) {
            if (match(certificate, serverName) == best) {
                matching.add(certificate);
            }
        }
        return oneOfEachType(matching);
    }

    private static int match(KeyAndChain certificate, String serverName) {
        int best = NO_MATCH;
        for (String name : certificate.names()) {
            if (SubjectNames.matches(name, serverName)) {
                best = Math.max(best, name.startsWith("*.") ? WILDCARD : EXACT);
            }
        }
        return best;
    }

    /** Elliptic curves first: signing costs a small part of what RSA costs. */
    private static List<KeyAndChain> oneOfEachType(List<KeyAndChain> certificates) {
        List<KeyAndChain> chosen = new ArrayList<>();
        for (KeyAndChain certificate : certificates) {
            if (chosen.stream().noneMatch(one -> one.keyType().equals(certificate.keyType()))) {
                chosen.add(certificate);
            }
        }
        chosen.sort((a, b) -> Boolean.compare(isRsa(a), isRsa(b)));
        return chosen;
    }

    private static boolean isRsa(KeyAndChain certificate) {
        return certificate.keyType().startsWith("RSA");
    }
}
