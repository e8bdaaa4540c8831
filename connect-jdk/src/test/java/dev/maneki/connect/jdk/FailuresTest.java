package dev.maneki.connect.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.http.StreamReset.Cause;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void theJdksExceptionsAreToldApart() {
        assertThat(cause(new ConnectException())).isEqualTo(Cause.UNREACHABLE);
        assertThat(cause(new HttpConnectTimeoutException("x"))).isEqualTo(Cause.UNREACHABLE);
        assertThat(cause(new CancellationException())).isEqualTo(Cause.CANCELED);
        assertThat(cause(new RequestBody.RefusedException())).isEqualTo(Cause.REFUSED);
        assertThat(cause(new IOException("EOF reached"))).isEqualTo(Cause.BROKEN);
    }

    @Test
    void http2ErrorCodesAreReadFromTheText() {
        assertThat(cause(new IOException("Received RST_STREAM: Stream cancelled")))
                .isEqualTo(Cause.CANCELED);
        assertThat(cause(new IOException("Received RST_STREAM: Enhance your calm")))
                .isEqualTo(Cause.OVERLOADED);
        assertThat(cause(new IOException("RST_STREAM received Protocol error")))
                .isEqualTo(Cause.PROTOCOL);
        assertThat(cause(new IOException("Received RST_STREAM: No error"))).isEqualTo(Cause.BROKEN);
    }

    @Test
    void whatIsWrappedIsFound() {
        assertThat(Failures.reset(new CompletionException(new ConnectException())))
                .isEqualTo(new StreamReset(Cause.UNREACHABLE, "ConnectException"));
    }

    private static Cause cause(Throwable thrown) {
        return Failures.reset(thrown).cause();
    }
}
