package dev.maneki.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindFailureTest {
    @ParameterizedTest
    @CsvSource({
        "bind(..) failed: Address already in use, is already in use, ss -ltnp",
        "bind(..) failed with error(-13): Permission denied, may not be listened on, CAP_NET_BIND_SERVICE",
        "Permission denied, may not be listened on, net.ipv4.ip_unprivileged_port_start",
        "Cannot assign requested address, is not an address of this machine, ip address",
        "socket(..) failed: Too many open files, cannot be opened, ulimit -n",
        "Something else, cannot be listened on, Something else",
    })
    void saysWhatIsWrongAndWhatToDo(String cause, String what, String remedy) {
        String text =
                BindFailure.describe(
                        new InetSocketAddress("127.0.0.1", 80), new IOException(cause));

        assertThat(text).startsWith("127.0.0.1:80 " + what).contains(remedy);
    }

    @Test
    void writesAddressesAsPeopleDo() {
        assertThat(BindFailure.text(new InetSocketAddress(80))).isEqualTo("*:80");
        assertThat(BindFailure.text(new InetSocketAddress("::1", 80)))
                .isEqualTo("[0:0:0:0:0:0:0:1]:80");
    }
}
