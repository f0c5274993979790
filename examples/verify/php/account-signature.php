<?php
// snippet: RSA_ACCOUNT
// The public key sk_01JD0000000000000000000000 of the account; the key set has the next one before it signs.
const ACCOUNT_KEY = <<<PEM
-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0QjbUMLIRdZekgp8FVMk
QetLCasfNjSo3IyW9i9Q5prkPOQ7HabSGnleUcKtGdRyiR5V+0kdhsWfgs3Xh9dt
buHQz+Jv8JQOtsoKjpz6GBQq7jJnDpL6aEeR3FL03mJcW4c7nz9yXuU8Ih6yP1UJ
eO0FFPMML9IyKsyG0CxUZANNcm9hudgC5J140W5cL4cEZwyhLdejKUq/Y7KH5Fdy
O1ImpC97dqfjL2EQUlFn02FUITV8UEO4Rro/t88GT3M/ZsRpF/cghywdgOoSgfVa
45e2pDVyCAWnGXHL1Jj+Zb+iI8cMWxuSc3pKIDkBCyP5IcR2wnP/RO16OB9Jynm6
XQIDAQAB
-----END PUBLIC KEY-----
PEM;

// $rawBody: file_get_contents('php://input'). $signature: $_SERVER['HTTP_N_SIGNATURE'] ?? ''.
function verifyAccountSignature(string $rawBody, string $signature): bool
{
    $bytes = base64_decode($signature, true);
    return $bytes !== false && openssl_verify($rawBody, $bytes, ACCOUNT_KEY, OPENSSL_ALGO_SHA256) === 1;
}
// snippet end
