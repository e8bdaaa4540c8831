package dev.maneki.connect.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpVersion;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class RequestHeadTest {
    @Test
    void thePathIsWhatFollowsContextAndServlet() {
        assertThat(RequestHead.path("/app/rpc/a.B/C", "/app", "/rpc", "/a.B/C"))
                .isEqualTo("/a.B/C");
        assertThat(RequestHead.path("/app/a.B/C", "/app", "", null)).isEqualTo("/a.B/C");
        assertThat(RequestHead.path("/a.B/C", "", "", null)).isEqualTo("/a.B/C");
        assertThat(RequestHead.path("/rpc/a.B/%43", "", "/rpc", "/a.B/C")).isEqualTo("/a.B/%43");
    }

    @Test
    void aServletPathThatIsEncodedUnusuallyIsFollowedByWhatTheContainerSays() {
        assertThat(RequestHead.path("/app/%72pc/a.B/C", "/app", "/rpc", "/a.B/C"))
                .isEqualTo("/a.B/C");
        assertThat(RequestHead.path("/rpcx/a.B/C", "", "/rpc", null)).isEqualTo("/rpcx/a.B/C");
    }

    @Test
    void versionsAreNamedAsContainersNameThem() {
        assertThat(RequestHead.version("HTTP/1.0")).isEqualTo(HttpVersion.HTTP_1_0);
        assertThat(RequestHead.version("HTTP/1.1")).isEqualTo(HttpVersion.HTTP_1_1);
        assertThat(RequestHead.version("HTTP/2.0")).isEqualTo(HttpVersion.HTTP_2);
        assertThat(RequestHead.version("HTTP/3.0")).isEqualTo(HttpVersion.HTTP_3);
    }

    @Test
    void addressesAreLiteralsAndNeverAskedOfDns() {
        assertThat(RequestHead.address("127.0.0.1", 5))
                .isEqualTo(new InetSocketAddress("127.0.0.1", 5));
        assertThat(RequestHead.address("::1", 5)).isEqualTo(new InetSocketAddress("::1", 5));
        assertThat(RequestHead.address("/run/http.sock", 0)).isNull();
        assertThat(RequestHead.address("localhost", 0)).isNull();
        assertThat(RequestHead.address(null, 0)).isNull();
    }

    @Test
    void trailersOfOneNameAreJoined() {
        assertThat(ResponseBody.joined(Metadata.of("a", "1", "b", "2", "a", "3")))
                .containsExactly(java.util.Map.entry("a", "1, 3"), java.util.Map.entry("b", "2"));
    }
}
