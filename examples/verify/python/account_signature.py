# snippet: RSA_ACCOUNT
import base64
import binascii
import hashlib
import hmac

from fastapi import FastAPI, Request, Response


def from_base64url(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")


# The public key sk_01JD0000000000000000000000 of the account; the key set has the next one before it signs.
MODULUS = from_base64url("0QjbUMLIRdZekgp8FVMkQetLCasfNjSo3IyW9i9Q5prkPOQ7HabSGnleUcKtGdRyiR5V-0kdhsWfgs3Xh9dtbuHQz-Jv8JQOtsoKjpz6GBQq7jJnDpL6aEeR3FL03mJcW4c7nz9yXuU8Ih6yP1UJeO0FFPMML9IyKsyG0CxUZANNcm9hudgC5J140W5cL4cEZwyhLdejKUq_Y7KH5FdyO1ImpC97dqfjL2EQUlFn02FUITV8UEO4Rro_t88GT3M_ZsRpF_cghywdgOoSgfVa45e2pDVyCAWnGXHL1Jj-Zb-iI8cMWxuSc3pKIDkBCyP5IcR2wnP_RO16OB9Jynm6XQ")
EXPONENT = from_base64url("AQAB")

# ASN.1 that says "a SHA-256 follows" (RFC 8017, 9.2).
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")

app = FastAPI()


def verify_account_signature(raw_body: bytes, signature: str | None) -> bool:
    """RSASSA-PKCS1-v1_5 without a package: what must have been signed is made anew and compared as a whole."""
    size = (MODULUS.bit_length() + 7) // 8
    try:
        given = base64.b64decode(signature or "", validate=True)
    except binascii.Error:
        return False
    number = int.from_bytes(given, "big")
    if len(given) != size or number >= MODULUS:
        return False
    digest = SHA256_PREFIX + hashlib.sha256(raw_body).digest()
    expected = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
    return hmac.compare_digest(pow(number, EXPONENT, MODULUS).to_bytes(size, "big"), expected)


@app.post("/webhooks")
async def receive(request: Request) -> Response:
    raw_body = await request.body()  # the bytes as received, before any JSON parser
    if not verify_account_signature(raw_body, request.headers.get("N-Signature")):
        return Response(status_code=401)
    return Response(status_code=204)
# snippet end
