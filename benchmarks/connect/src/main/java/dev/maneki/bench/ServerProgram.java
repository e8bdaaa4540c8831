package dev.maneki.bench;

import java.util.Locale;

/** Serves until it is killed. */
public final class ServerProgram {
    enum Kind {
        MANEKI_VIRTUAL,
        MANEKI_LOOP,
        GRPC_JAVA_VIRTUAL,
        GRPC_JAVA_DIRECT,
        ARMERIA
    }

    private ServerProgram() {}

    /** The arguments: the kind, such as {@code maneki-loop}, and the port. */
    public static void main(String[] arguments) throws Exception {
        Kind kind = Kind.valueOf(arguments[0].toUpperCase(Locale.ROOT).replace('-', '_'));
        int port = Integer.parseInt(arguments[1]);
        switch (kind) {
            case MANEKI_VIRTUAL -> ManekiServer.start(ManekiServer.blocking(), port);
            case MANEKI_LOOP -> ManekiServer.start(ManekiServer.async(), port);
            case GRPC_JAVA_VIRTUAL -> GrpcJavaServer.start(true, port);
            case GRPC_JAVA_DIRECT -> GrpcJavaServer.start(false, port);
            case ARMERIA -> ArmeriaServer.start(port);
        }
        Thread.currentThread().join();
    }
}
