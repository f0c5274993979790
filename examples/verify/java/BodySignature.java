// snippet: HMAC_BODY
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class BodySignature {
    // The whole text, whsec_ included.
    private static final byte[] KEY = System.getenv("WEBHOOK_SECRET").getBytes(StandardCharsets.UTF_8);

    // byte[] keeps the body as received; a parsed type would lose the bytes.
    @PostMapping("/webhooks")
    public ResponseEntity<Void> receive(
            @RequestBody byte[] rawBody,
            @RequestHeader(name = "X-Webhook-Signature", defaultValue = "") String signature) throws GeneralSecurityException {
        return ResponseEntity.status(verify(rawBody, signature) ? 204 : 401).build();
    }

    static boolean verify(byte[] rawBody, String signature) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        byte[] expected = ("sha256=" + HexFormat.of().formatHex(mac.doFinal(rawBody))).getBytes(StandardCharsets.UTF_8);
        // While a replaced secret still signs, there is one signature for each, with commas between them.
        return Arrays.stream(signature.split(","))
                .anyMatch(given -> MessageDigest.isEqual(given.trim().getBytes(StandardCharsets.UTF_8), expected));
    }
}
// snippet end
