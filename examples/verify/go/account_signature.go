package main

// snippet: RSA_ACCOUNT
import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"math/big"
)

// accountKey is the public key sk_01JD0000000000000000000000 of the account; the key set has the next one before it signs.
var accountKey = rsa.PublicKey{
	N: fromBase64URL("0QjbUMLIRdZekgp8FVMkQetLCasfNjSo3IyW9i9Q5prkPOQ7HabSGnleUcKtGdRyiR5V-0kdhsWfgs3Xh9dtbuHQz-Jv8JQOtsoKjpz6GBQq7jJnDpL6aEeR3FL03mJcW4c7nz9yXuU8Ih6yP1UJeO0FFPMML9IyKsyG0CxUZANNcm9hudgC5J140W5cL4cEZwyhLdejKUq_Y7KH5FdyO1ImpC97dqfjL2EQUlFn02FUITV8UEO4Rro_t88GT3M_ZsRpF_cghywdgOoSgfVa45e2pDVyCAWnGXHL1Jj-Zb-iI8cMWxuSc3pKIDkBCyP5IcR2wnP_RO16OB9Jynm6XQ"),
	E: int(fromBase64URL("AQAB").Int64()),
}

// verifyAccountSignature takes the bytes as received, before any JSON parser, and the header N-Signature.
func verifyAccountSignature(rawBody []byte, signature string) bool {
	given, err := base64.StdEncoding.DecodeString(signature)
	if err != nil {
		return false
	}
	digest := sha256.Sum256(rawBody)
	return rsa.VerifyPKCS1v15(&accountKey, crypto.SHA256, digest[:], given) == nil
}

func fromBase64URL(text string) *big.Int {
	bytes, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return new(big.Int).SetBytes(bytes)
}

// snippet end
