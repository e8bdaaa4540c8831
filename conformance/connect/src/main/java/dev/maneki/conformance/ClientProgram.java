package dev.maneki.conformance;

import dev.maneki.conformance.v1.ClientCompatRequest;
import dev.maneki.conformance.v1.ClientCompatResponse;
import dev.maneki.conformance.v1.ClientErrorResult;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Makes the calls that the runner asks for, some at once, until its input ends. */
public final class ClientProgram {
    /** More at once would only wait for each other, and some have deadlines to keep. */
    private static final int CALLS_AT_ONCE = 4 * Runtime.getRuntime().availableProcessors();

    private ClientProgram() {}

    /**
     * Speaks the suite's protocol on standard input and output.
     *
     * @param args {@code --transport} and {@code netty} (as without) or {@code jdk}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        String transport = ServerProgram.transport(args, "netty");
        PrintStream output = System.out;
        System.setOut(System.err); // what a library prints must not get between the frames
        Frames frames = new Frames(System.in, output);
        Semaphore permits = new Semaphore(CALLS_AT_ONCE);
        try (Clients clients = new Clients(transport);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ClientCompatRequest request = frames.read(ClientCompatRequest.parser());
                    request != null;
                    request = frames.read(ClientCompatRequest.parser())) {
                ClientCompatRequest made = request;
                permits.acquire();
                threads.execute(
                        () -> {
                            answer(made, clients, frames);
                            permits.release();
                        });
            }
        }
    }

    private static void answer(ClientCompatRequest request, Clients clients, Frames frames) {
        ClientCompatResponse.Builder response =
                ClientCompatResponse.newBuilder().setTestName(request.getTestName());
        try {
            response.setResponse(new ConformanceCall(request, clients.of(request)).make());
        } catch (IOException | RuntimeException e) {
            response.setError(ClientErrorResult.newBuilder().setMessage(e.toString()));
        }
        try {
            frames.write(response.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
