package dev.maneki.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.RequestHead;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class AccessAllocationTest {
    private static final int RECORDS = 20_000;

    @Test
    void aRecordAllocatesNothing() {
        RequestHead head = new RequestHead();
        head.host().set("shop.example");
        head.path().set("/cart");
        head.fields().add(FieldNames.USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64) \"quoted\"");
        AccessRecord record = Records.full();
        JsonFormat format = new JsonFormat();
        LineBuffer out = new LineBuffer(1 << 16);
        encode(head, record, format, out);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        encode(head, record, format, out);

        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        // Less than a byte a record: nothing, but what the measuring itself takes.
        assertThat(allocated).isLessThan(RECORDS);
    }

    private static void encode(
            RequestHead head, AccessRecord record, JsonFormat format, LineBuffer out) {
        for (int i = 0; i < RECORDS; i++) {
            out.clear();
            record.request(head);
            record.status = i;
            format.encode(record, out);
        }
    }
}
