# snippet: RSA_ACCOUNT
# The public key sk_01JD0000000000000000000000 of the account. The next one is in the key set before it signs:
#   curl https://keybell.example/.well-known/acc_01JD0000000000000000000000/jwks.json
account_key='-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0QjbUMLIRdZekgp8FVMk
QetLCasfNjSo3IyW9i9Q5prkPOQ7HabSGnleUcKtGdRyiR5V+0kdhsWfgs3Xh9dt
buHQz+Jv8JQOtsoKjpz6GBQq7jJnDpL6aEeR3FL03mJcW4c7nz9yXuU8Ih6yP1UJ
eO0FFPMML9IyKsyG0CxUZANNcm9hudgC5J140W5cL4cEZwyhLdejKUq/Y7KH5Fdy
O1ImpC97dqfjL2EQUlFn02FUITV8UEO4Rro/t88GT3M/ZsRpF/cghywdgOoSgfVa
45e2pDVyCAWnGXHL1Jj+Zb+iI8cMWxuSc3pKIDkBCyP5IcR2wnP/RO16OB9Jynm6
XQIDAQAB
-----END PUBLIC KEY-----'

verify_account_signature() { # body.json, as received   value of N-Signature
  openssl dgst -sha256 -verify <(printf '%s\n' "$account_key") -signature <(printf '%s' "$2" | openssl base64 -d -A) "$1" >/dev/null 2>&1
}
# snippet end
