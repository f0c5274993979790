import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;

/** Prints for each recorded request whether the snippets accept it. The first argument is the table of requests. */
public class Run {
    public static void main(String[] arguments) throws Exception {
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            String[] cells = line.split("\t", -1);
            System.out.println(cells[0] + (isAuthentic(arguments[1], cells) ? " accepted" : " refused"));
        }
    }

    private static boolean isAuthentic(String scheme, String[] cells) throws Exception {
        byte[] rawBody = Base64.getDecoder().decode(cells[2]);
        return switch (scheme) {
            case "HMAC_BODY" -> BodySignature.verify(rawBody, cells[6]);
            case "STANDARD_WEBHOOKS" -> StandardWebhook.verify(rawBody, cells[3], cells[4], cells[5], Instant.ofEpochSecond(Long.parseLong(cells[1])));
            default -> AccountSignature.verify(rawBody, cells[7]);
        };
    }
}
