// snippet: RSA_ACCOUNT
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class AccountSignature {
    // The public key sk_01JD0000000000000000000000 of the account; the key set has the next one before it signs.
    private static final BigInteger MODULUS = fromBase64Url(
            "0QjbUMLIRdZekgp8FVMkQetLCasfNjSo3IyW9i9Q5prkPOQ7HabSGnleUcKtGdRyiR5V-0kdhsWfgs3Xh9dtbuHQz-Jv8JQOtsoKjpz6GBQq7jJnDpL6aEeR3FL03mJcW4c7nz9yXuU8Ih6yP1UJeO0FFPMML9IyKsyG0CxUZANNcm9hudgC5J140W5cL4cEZwyhLdejKUq_Y7KH5FdyO1ImpC97dqfjL2EQUlFn02FUITV8UEO4Rro_t88GT3M_ZsRpF_cghywdgOoSgfVa45e2pDVyCAWnGXHL1Jj-Zb-iI8cMWxuSc3pKIDkBCyP5IcR2wnP_RO16OB9Jynm6XQ");
    private static final BigInteger EXPONENT = fromBase64Url("AQAB");

    // byte[] keeps the body as received; a parsed type would lose the bytes.
    @PostMapping("/webhooks")
    public ResponseEntity<Void> receive(
            @RequestBody byte[] rawBody,
            @RequestHeader(name = "N-Signature", defaultValue = "") String signature) throws GeneralSecurityException {
        return ResponseEntity.status(verify(rawBody, signature) ? 204 : 401).build();
    }

    static boolean verify(byte[] rawBody, String signature) throws GeneralSecurityException {
        PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(MODULUS, EXPONENT));
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(key);
        verifier.update(rawBody);
        try {
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException notASignature) {
            return false;
        }
    }

    private static BigInteger fromBase64Url(String text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(text));
    }
}
// snippet end
