// snippet: RSA_ACCOUNT
using System.Security.Cryptography;

var app = WebApplication.CreateBuilder(args).Build();

app.MapPost("/webhooks", async (HttpRequest request) =>
{
    // The bytes as received, before any JSON parser.
    using var buffer = new MemoryStream();
    await request.Body.CopyToAsync(buffer);
    var isAuthentic = AccountSignature.Verify(buffer.ToArray(), request.Headers["N-Signature"].ToString());
    return isAuthentic ? Results.NoContent() : Results.Unauthorized();
});

app.Run();

public static class AccountSignature
{
    // The public key sk_01JD0000000000000000000000 of the account; the key set has the next one before it signs.
    private static readonly RSA PublicKey = RSA.Create(new RSAParameters
    {
        Modulus = FromBase64Url("0QjbUMLIRdZekgp8FVMkQetLCasfNjSo3IyW9i9Q5prkPOQ7HabSGnleUcKtGdRyiR5V-0kdhsWfgs3Xh9dtbuHQz-Jv8JQOtsoKjpz6GBQq7jJnDpL6aEeR3FL03mJcW4c7nz9yXuU8Ih6yP1UJeO0FFPMML9IyKsyG0CxUZANNcm9hudgC5J140W5cL4cEZwyhLdejKUq_Y7KH5FdyO1ImpC97dqfjL2EQUlFn02FUITV8UEO4Rro_t88GT3M_ZsRpF_cghywdgOoSgfVa45e2pDVyCAWnGXHL1Jj-Zb-iI8cMWxuSc3pKIDkBCyP5IcR2wnP_RO16OB9Jynm6XQ"),
        Exponent = FromBase64Url("AQAB"),
    });

    public static bool Verify(byte[] rawBody, string signature)
    {
        var given = new byte[PublicKey.KeySize / 8];
        return Convert.TryFromBase64String(signature, given, out var length)
            && PublicKey.VerifyData(rawBody, given[..length], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static byte[] FromBase64Url(string text)
    {
        var base64 = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
    }
}
// snippet end
