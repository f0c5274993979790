#!/usr/bin/env bash
# Prints for each recorded request whether the snippets accept it. The first argument is the table of requests.
set -euo pipefail
here=$(dirname "$0")
case $2 in
  HMAC_BODY) . "$here/body-signature.sh" ;;
  STANDARD_WEBHOOKS) . "$here/standard-webhook.sh" ;;
  RSA_ACCOUNT) . "$here/account-signature.sh" ;;
esac

is_authentic() {
  case $1 in
    HMAC_BODY) verify_body_signature "$2" "$6" ;;
    STANDARD_WEBHOOKS) verify_standard_webhook "$2" "$3" "$4" "$5" ;;
    RSA_ACCOUNT) verify_account_signature "$2" "$7" ;;
  esac
}

body=$(mktemp)
trap 'rm -f "$body"' EXIT
# Neighbouring tabs are one separator for `read`, and a header may be missing: another separator keeps it empty.
while IFS=$'\x1f' read -r name NOW text id timestamp standard hmac rsa; do
  printf '%s' "$text" | openssl base64 -d -A >"$body"
  if is_authentic "$2" "$body" "$id" "$timestamp" "$standard" "$hmac" "$rsa"; then echo "$name accepted"; else echo "$name refused"; fi
done < <(tr '\t' '\037' <"$1")
