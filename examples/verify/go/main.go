// Prints for each recorded request whether the snippets accept it. The first argument is the table of requests.
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

func main() {
	table, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	for _, line := range strings.Split(strings.TrimRight(string(table), "\n"), "\n") {
		cells := strings.Split(line, "\t")
		verdict := "refused"
		if isAuthentic(os.Args[2], cells) {
			verdict = "accepted"
		}
		fmt.Println(cells[0], verdict)
	}
}

func isAuthentic(scheme string, cells []string) bool {
	rawBody, err := base64.StdEncoding.DecodeString(cells[2])
	if err != nil {
		panic(err)
	}
	switch scheme {
	case "HMAC_BODY":
		return verifyBodySignature(rawBody, cells[6])
	case "STANDARD_WEBHOOKS":
		now, err := strconv.ParseInt(cells[1], 10, 64)
		if err != nil {
			panic(err)
		}
		return verifyStandardWebhook(rawBody, cells[3], cells[4], cells[5], time.Unix(now, 0))
	default:
		return verifyAccountSignature(rawBody, cells[7])
	}
}
