/** Compressions that need a library: zstd, br, snappy. */
module dev.maneki.connect.compression {
    requires static org.jspecify;
    requires transitive dev.maneki.connect;
    requires com.aayushatharva.brotli4j;
    requires com.github.luben.zstd_jni;
    requires org.xerial.snappy;

    exports dev.maneki.connect.compression;
}
