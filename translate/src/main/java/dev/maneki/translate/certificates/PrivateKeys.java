package dev.maneki.translate.certificates;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/** Reads a private key for the certificate that it must belong to. */
final class PrivateKeys {
    private static final byte[] PROBE = {'m', 'a', 'n', 'e', 'k', 'i'};

    private PrivateKeys() {}

    /** Checks that the first private key in the text is the one to this public key. */
    static void checkBelongs(String keyPem, PublicKey publicKey) throws MalformedPemException {
        PrivateKey key = parse(Pem.blocks(keyPem), publicKey);
        if (!belongs(key, publicKey)) {
            throw new MalformedPemException("the key is not the certificate's");
        }
    }

    private static PrivateKey parse(List<Pem.Block> blocks, PublicKey publicKey)
            throws MalformedPemException {
        for (Pem.Block block : blocks) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return decode(block.der(), publicKey);
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                    return decode(Der.pkcs8(publicKey.getEncoded(), block.der()), publicKey);
                }
                case "ENCRYPTED PRIVATE KEY" ->
                        throw new MalformedPemException(
                                "the key is encrypted; give it without a password");
                default -> {} // EC PARAMETERS stand before some keys
            }
        }
        throw new MalformedPemException("there is no PRIVATE KEY in it");
    }

    private static PrivateKey decode(byte[] pkcs8, PublicKey publicKey)
            throws MalformedPemException {
        try {
            return KeyFactory.getInstance(publicKey.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | ProviderException e) {
            throw new MalformedPemException(
                    "the key is malformed, or not of the certificate's algorithm "
                            + publicKey.getAlgorithm());
        }
    }

    private static boolean belongs(PrivateKey key, PublicKey publicKey)
            throws MalformedPemException {
        if (key instanceof RSAKey ours && publicKey instanceof RSAKey theirs) {
            return ours.getModulus().equals(theirs.getModulus());
        }
        String algorithm = publicKey.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "EdDSA";
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException | ProviderException e) {
            throw new MalformedPemException(
                    "keys of algorithm " + publicKey.getAlgorithm() + " cannot be used for TLS");
        }
    }
}
