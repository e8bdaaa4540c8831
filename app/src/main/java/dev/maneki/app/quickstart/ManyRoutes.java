package dev.maneki.app.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of very many routes of the shop, for a while. The training run of the launcher makes the
 * tour too: what reads, translates and compiles routes is known to be hot from then on.
 */
final class ManyRoutes implements AutoCloseable {
    static final int COUNT = 2_000;

    private final Path file;

    private ManyRoutes(Path file) {
        this.file = file;
    }

    /** Writes them beside the files of the example. */
    static ManyRoutes write(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < COUNT; i++) {
            text.append(
                    """
                    ---
                    apiVersion: gateway.networking.k8s.io/v1
                    kind: HTTPRoute
                    metadata:
                      name: many-%1$d
                      namespace: shop
                    spec:
                      parentRefs:
                        - name: front-door
                          namespace: infra
                          sectionName: http
                      rules:
                        - matches:
                            - path:
                                type: PathPrefix
                                value: %2$s
                          backendRefs:
                            - name: shop-v2
                              port: 80
                    """
                            .formatted(i, path(i)));
        }
        return new ManyRoutes(Files.writeString(folder.resolve("many.yaml"), text));
    }

    /** What the route of this number is for. */
    static String path(int number) {
        return "/many/" + number;
    }

    @Override
    public void close() throws IOException {
        Files.delete(file);
    }
}
