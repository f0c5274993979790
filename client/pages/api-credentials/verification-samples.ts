import type { SigningKey } from './api-credentials.queries.ts';

type PublicKey = Pick<SigningKey, 'publicKeyPem' | 'modulus' | 'exponent'>;

export interface VerificationSample {
  key: string;
  title: string;
  code: string;
}

const node = ({ publicKeyPem }: PublicKey) => `import { createPublicKey, verify } from 'node:crypto';

const publicKey = createPublicKey(\`${publicKeyPem.trim()}\`);

/** rawBody: the bytes as received, before any JSON parser. nSignature: the header N-Signature. */
export function isAuthentic(rawBody, nSignature) {
  return verify('sha256', rawBody, publicKey, Buffer.from(nSignature, 'base64'));
}
`;

const dotnet = ({ modulus, exponent }: PublicKey) => `using System.Security.Cryptography;

public static class KeybellSignature
{
    private static readonly RSA PublicKey = RSA.Create(new RSAParameters
    {
        Modulus = FromBase64Url("${modulus}"),
        Exponent = FromBase64Url("${exponent}"),
    });

    /// rawBody: the bytes as received, before any JSON parser. nSignature: the header N-Signature.
    public static bool IsAuthentic(byte[] rawBody, string nSignature) =>
        PublicKey.VerifyData(
            rawBody,
            Convert.FromBase64String(nSignature),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1);

    private static byte[] FromBase64Url(string text)
    {
        var base64 = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
    }
}
`;

/** Complete code that checks `N-Signature` with this very key. */
export function verificationSamples(key: PublicKey): VerificationSample[] {
  return [
    { key: 'node', title: 'Node.js', code: node(key) },
    { key: 'dotnet', title: 'C# / .NET', code: dotnet(key) },
  ];
}
