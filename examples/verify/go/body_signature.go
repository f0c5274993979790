package main

// snippet: HMAC_BODY
import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
)

// bodyKey is the whole text of the secret, whsec_ included.
var bodyKey = []byte(os.Getenv("WEBHOOK_SECRET"))

// verifyBodySignature takes the bytes as received, before any JSON parser, and the header X-Webhook-Signature.
func verifyBodySignature(rawBody []byte, signature string) bool {
	mac := hmac.New(sha256.New, bodyKey)
	mac.Write(rawBody)
	expected := "sha256=" + hex.EncodeToString(mac.Sum(nil))
	// While a replaced secret still signs, there is one signature for each, with commas between them.
	for _, given := range strings.Split(signature, ",") {
		if hmac.Equal([]byte(strings.TrimSpace(given)), []byte(expected)) {
			return true
		}
	}
	return false
}

// snippet end
