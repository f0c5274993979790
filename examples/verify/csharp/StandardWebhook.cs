// snippet: STANDARD_WEBHOOKS
using System.Security.Cryptography;
using System.Text;

var app = WebApplication.CreateBuilder(args).Build();

app.MapPost("/webhooks", async (HttpRequest request) =>
{
    // The bytes as received, before any JSON parser.
    using var buffer = new MemoryStream();
    await request.Body.CopyToAsync(buffer);
    var isAuthentic = StandardWebhook.Verify(
        buffer.ToArray(),
        request.Headers["webhook-id"].ToString(),
        request.Headers["webhook-timestamp"].ToString(),
        request.Headers["webhook-signature"].ToString(),
        DateTimeOffset.UtcNow);
    return isAuthentic ? Results.NoContent() : Results.Unauthorized();
});

app.Run();

public static class StandardWebhook
{
    private const int ToleranceSeconds = 5 * 60;

    // The bytes behind whsec_ are the key.
    private static readonly byte[] Key =
        Convert.FromBase64String(Environment.GetEnvironmentVariable("WEBHOOK_SECRET")!["whsec_".Length..]);

    public static bool Verify(byte[] rawBody, string id, string timestamp, string signatures, DateTimeOffset now)
    {
        if (!long.TryParse(timestamp, out var sentAt) || Math.Abs(now.ToUnixTimeSeconds() - sentAt) > ToleranceSeconds) return false;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. rawBody];
        var expected = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(Key, signed)));
        // While a replaced secret still signs, there is one signature for each, with spaces between them.
        return signatures.Split(' ').Any(given =>
            CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected));
    }
}
// snippet end
