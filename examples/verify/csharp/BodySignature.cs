// snippet: HMAC_BODY
using System.Security.Cryptography;
using System.Text;

var app = WebApplication.CreateBuilder(args).Build();

app.MapPost("/webhooks", async (HttpRequest request) =>
{
    // The bytes as received, before any JSON parser.
    using var buffer = new MemoryStream();
    await request.Body.CopyToAsync(buffer);
    var isAuthentic = BodySignature.Verify(buffer.ToArray(), request.Headers["X-Webhook-Signature"].ToString());
    return isAuthentic ? Results.NoContent() : Results.Unauthorized();
});

app.Run();

public static class BodySignature
{
    // The whole text, whsec_ included.
    private static readonly byte[] Key = Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable("WEBHOOK_SECRET")!);

    public static bool Verify(byte[] rawBody, string signature)
    {
        var hmac = Convert.ToHexString(HMACSHA256.HashData(Key, rawBody)).ToLowerInvariant();
        var expected = Encoding.UTF8.GetBytes($"sha256={hmac}");
        // While a replaced secret still signs, there is one signature for each, with commas between them.
        return signature.Split(',').Any(given =>
            CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given.Trim()), expected));
    }
}
// snippet end
