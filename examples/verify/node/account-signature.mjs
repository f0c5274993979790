// snippet: RSA_ACCOUNT
import { createPublicKey, verify } from 'node:crypto';

// The public key sk_01JD0000000000000000000000 of the account; the key set has the next one before it signs.
const publicKey = createPublicKey({
  format: 'jwk',
  key: {
    kty: 'RSA',
    n: '0QjbUMLIRdZekgp8FVMkQetLCasfNjSo3IyW9i9Q5prkPOQ7HabSGnleUcKtGdRyiR5V-0kdhsWfgs3Xh9dtbuHQz-Jv8JQOtsoKjpz6GBQq7jJnDpL6aEeR3FL03mJcW4c7nz9yXuU8Ih6yP1UJeO0FFPMML9IyKsyG0CxUZANNcm9hudgC5J140W5cL4cEZwyhLdejKUq_Y7KH5FdyO1ImpC97dqfjL2EQUlFn02FUITV8UEO4Rro_t88GT3M_ZsRpF_cghywdgOoSgfVa45e2pDVyCAWnGXHL1Jj-Zb-iI8cMWxuSc3pKIDkBCyP5IcR2wnP_RO16OB9Jynm6XQ',
    e: 'AQAB',
  },
});

// rawBody: the bytes as received, before any JSON parser. signature: the header N-Signature.
export function verifyAccountSignature(rawBody, signature = '') {
  return verify('sha256', rawBody, publicKey, Buffer.from(signature, 'base64'));
}
// snippet end
