package dev.maneki.bench;

import com.google.protobuf.ByteString;
import dev.maneki.bench.v1.Chunk;
import dev.maneki.bench.v1.StreamRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Calls a server: for as many seconds as each line of its input says, and answers with a line of
 * what it counted.
 */
public final class ClientProgram {
    static final StreamRequest STREAM =
            StreamRequest.newBuilder().setCount(1000).setSize(100).build();

    private ClientProgram() {}

    /** The arguments: the client, the case, the server's port, and how many calls at a time. */
    public static void main(String[] arguments) throws Exception {
        String client = arguments[0];
        String what = arguments[1];
        int port = Integer.parseInt(arguments[2]);
        int callers = Integer.parseInt(arguments[3]);
        Chunk chunk = chunk(what.equals("unary-16k") ? 16 * 1024 : 100);
        Caller caller =
                switch (client) {
                    case "maneki-blocking" -> new ManekiClient(port).blocking(what, chunk);
                    case "maneki-async" -> new ManekiClient(port).async(what, chunk);
                    case "grpc-java-blocking" -> new GrpcJavaClient(port).blocking(what, chunk);
                    case "grpc-java-async" -> new GrpcJavaClient(port).async(what, chunk);
                    default -> throw new IllegalArgumentException("no such client: " + client);
                };
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(Measurement.of(caller, callers, Double.parseDouble(line)));
        }
        System.exit(0);
    }

    private static Chunk chunk(int size) {
        return Chunk.newBuilder().setBody(ByteString.copyFrom(new byte[size])).build();
    }

    static IllegalArgumentException unknown(String what) {
        return new IllegalArgumentException("no such case: " + what);
    }
}
