package main

// snippet: STANDARD_WEBHOOKS
import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"os"
	"strconv"
	"strings"
	"time"
)

const tolerance = 5 * time.Minute

// verifyStandardWebhook takes the bytes as received, before any JSON parser, the headers webhook-id,
// webhook-timestamp and webhook-signature, and time.Now().
func verifyStandardWebhook(rawBody []byte, id, timestamp, signatures string, now time.Time) bool {
	// The bytes behind whsec_ are the key.
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(os.Getenv("WEBHOOK_SECRET"), "whsec_"))
	if err != nil {
		return false
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return false
	}
	sentAt := time.Unix(seconds, 0)
	if sentAt.Before(now.Add(-tolerance)) || sentAt.After(now.Add(tolerance)) {
		return false
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(rawBody)
	expected := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	// While a replaced secret still signs, there is one signature for each, with spaces between them.
	for _, given := range strings.Fields(signatures) {
		if hmac.Equal([]byte(given), []byte(expected)) {
			return true
		}
	}
	return false
}

// snippet end
