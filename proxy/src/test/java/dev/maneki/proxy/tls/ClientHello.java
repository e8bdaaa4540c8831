package dev.maneki.proxy.tls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A ClientHello as bytes (RFC 5246 section 7.4.1.2), also such as no client would send. */
public final class ClientHello {
    private int version = 0x0303;
    private int[] ciphers = {0xC02B, 0xC02F};
    private String serverName = "a.test";
    private int padding;
    private String[] protocols = {};

    /** TLS 1.2, with suites for either key type, for {@code a.test}. */
    public ClientHello() {}

    /** The highest version offered: 0x0301 for TLS 1.0. */
    public ClientHello version(int newVersion) {
        version = newVersion;
        return this;
    }

    /** The cipher suites offered. */
    public ClientHello ciphers(int... newCiphers) {
        ciphers = newCiphers;
        return this;
    }

    /** The SNI. */
    public ClientHello serverName(String name) {
        serverName = name;
        return this;
    }

    /** What is offered by ALPN (RFC 7301); nothing for no extension. */
    public ClientHello protocols(String... names) {
        protocols = names;
        return this;
    }

    /** Adds a padding extension (RFC 7685) of so many bytes. */
    public ClientHello padding(int bytes) {
        padding = bytes;
        return this;
    }

    /** As records of at most {@code fragment} bytes each. */
    public byte[] records(int fragment) {
        byte[] message = message();
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int at = 0; at < message.length; at += fragment) {
            int length = Math.min(fragment, message.length - at);
            records.write(22);
            records.write(3);
            records.write(1);
            two(records, length);
            records.write(message, at, length);
        }
        return records.toByteArray();
    }

    private byte[] message() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        two(body, version);
        for (int i = 0; i < 32; i++) {
            body.write(i);
        }
        body.write(0);
        two(body, ciphers.length * 2);
        for (int cipher : ciphers) {
            two(body, cipher);
        }
        body.write(1);
        body.write(0);
        byte[] extensions = extensions();
        two(body, extensions.length);
        body.writeBytes(extensions);

        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(1);
        message.write(body.size() >> 16);
        two(message, body.size());
        message.writeBytes(body.toByteArray());
        return message.toByteArray();
    }

    private byte[] extensions() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] name = serverName.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        two(names, name.length + 3);
        names.write(0);
        two(names, name.length);
        names.writeBytes(name);
        extension(all, 0, names.toByteArray());
        // supported_groups: secp256r1; ec_point_formats: uncompressed
        extension(all, 10, new byte[] {0, 2, 0, 23});
        extension(all, 11, new byte[] {1, 0});
        // signature_algorithms: ecdsa_secp256r1_sha256, rsa_pss_rsae_sha256, rsa_pkcs1_sha256
        extension(all, 13, new byte[] {0, 6, 4, 3, 8, 4, 4, 1});
        if (protocols.length > 0) {
            ByteArrayOutputStream list = new ByteArrayOutputStream();
            for (String protocol : protocols) {
                list.write(protocol.length());
                list.writeBytes(protocol.getBytes(StandardCharsets.ISO_8859_1));
            }
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            two(content, list.size());
            content.writeBytes(list.toByteArray());
            extension(all, 16, content.toByteArray());
        }
        if (padding > 0) {
            extension(all, 21, new byte[padding]);
        }
        return all.toByteArray();
    }

    private static void extension(ByteArrayOutputStream out, int type, byte[] content) {
        two(out, type);
        two(out, content.length);
        out.writeBytes(content);
    }

    private static void two(ByteArrayOutputStream out, int number) {
        out.write(number >> 8);
        out.write(number);
    }
}
