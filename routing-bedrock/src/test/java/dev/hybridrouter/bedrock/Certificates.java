package dev.hybridrouter.bedrock;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority of a test and the certificates it issues. Made by the keytool of the JDK: the JDK has no public API
 * that signs certificates, and Netty's helper makes self-signed ones only, of which the JDK does not check the dates.
 */
final class Certificates {
    static final char[] PASSWORD = "changeit".toCharArray();
    private static final String AUTHORITY = "authority";

    private final Path store;
    private final KeyStore valid;
    private final KeyStore expired;
    private final KeyStore ofAnotherHost;

    /** Creates an authority that keeps its keys in a folder, and issues all certificates. */
    Certificates(Path folder) {
        store = folder.resolve("certificates.p12");
        keytool(AUTHORITY, "-dname", "CN=Authority of a test", "-ext", "bc:c", "-validity", "3650");
        valid = issued("valid", "-ext", "san=dns:localhost", "-validity", "3650");
        expired = issued("expired", "-ext", "san=dns:localhost", "-startdate", "-10d", "-validity", "1");
        ofAnotherHost = issued("other", "-ext", "san=dns:other.example", "-validity", "3650");
    }

    /** Returns a key with its certificate for localhost. */
    KeyStore valid() {
        return valid;
    }

    /** Returns a key with a certificate for localhost that was valid for a day of ten days ago. */
    KeyStore expired() {
        return expired;
    }

    /** Returns a key with a certificate for another host. */
    KeyStore ofAnotherHost() {
        return ofAnotherHost;
    }

    /** Returns what trusts this authority and no other. */
    TrustManager[] trust() {
        try {
            KeyStore trusted = empty();
            trusted.setCertificateEntry(AUTHORITY, load().getCertificate(AUTHORITY));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore issued(String alias, String... options) {
        List<String> all = new ArrayList<>(List.of("-dname", "CN=Endpoint of a test", "-signer", AUTHORITY));
        all.addAll(List.of(options));
        keytool(alias, all.toArray(String[]::new));
        try {
            KeyStore from = load();
            Key key = from.getKey(alias, PASSWORD);
            Certificate[] chain = from.getCertificateChain(alias);
            KeyStore one = empty();
            one.setKeyEntry(alias, key, PASSWORD, chain);
            return one;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        return store;
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            all.load(in, PASSWORD);
        }
        return all;
    }

    private void keytool(String alias, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-alias", alias, "-keyalg", "EC", "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", new String(PASSWORD)));
        command.addAll(List.of(options));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
