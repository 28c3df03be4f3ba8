package io.github.camelsms.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** A self-signed certificate for {@code localhost}, made anew by the JDK's keytool for each run. */
final class Certificate {

    /** Protects nothing: the key lives as long as one run. */
    static final String PASSWORD = "changeit";

    private Certificate() {}

    /** Writes a PKCS #12 key store that serves as the stub's key store and as the clients' trust store. */
    static Path create(Path directory) throws IOException, InterruptedException {
        Path keyStore = directory.resolve("stub.p12");
        Files.deleteIfExists(keyStore);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "stub",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        return keyStore;
    }

    static KeyStore read(Path keyStore) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
