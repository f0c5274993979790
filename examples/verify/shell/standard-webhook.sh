# snippet: STANDARD_WEBHOOKS
# The key is the bytes behind whsec_. Others on the machine can see it in the list of processes: for trying out.
standard_signature() { # body.json   webhook-id   webhook-timestamp
  local key
  key=$(printf '%s' "${WEBHOOK_SECRET#whsec_}" | openssl base64 -d -A | to_hex)
  printf 'v1,'
  { printf '%s.%s.' "$2" "$3"; cat "$1"; } | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A
}

verify_standard_webhook() { # body.json, as received   values of webhook-id, webhook-timestamp, webhook-signature
  local now=${NOW:-$(date +%s)} expected given
  [[ $3 =~ ^[0-9]{1,12}$ ]] && (( $3 >= now - 300 && $3 <= now + 300 )) || return 1
  expected=$(standard_signature "$1" "$2" "$3")
  # While a replaced secret still signs, there is one signature for each, with spaces between them.
  for given in $4; do
    [ "$given" = "$expected" ] && return 0
  done
  return 1
}

to_hex() { od -An -v -tx1 | tr -d ' \n'; }

# Try your receiver with a request signed like ours:
#   now=$(date +%s)
#   curl -H 'Content-Type: application/json' -H 'webhook-id: evt_1' -H "webhook-timestamp: $now" \
#     -H "webhook-signature: $(standard_signature body.json evt_1 "$now")" --data-binary @body.json http://localhost:3000/webhooks
# snippet end
