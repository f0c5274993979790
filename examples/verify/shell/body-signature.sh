# snippet: HMAC_BODY
# The key is the whole text of the secret, whsec_ included. Others on the machine can see it in the list of processes: for trying out.
body_signature() { # body.json
  printf 'sha256='
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$(printf '%s' "$WEBHOOK_SECRET" | to_hex)" -r "$1" | cut -d' ' -f1
}

verify_body_signature() { # body.json, as received   value of X-Webhook-Signature
  local expected given
  expected=$(body_signature "$1")
  # While a replaced secret still signs, there is one signature for each, with commas between them.
  for given in ${2//,/ }; do
    [ "$given" = "$expected" ] && return 0
  done
  return 1
}

to_hex() { od -An -v -tx1 | tr -d ' \n'; }

# Try your receiver with a request signed like ours:
#   curl -H 'Content-Type: application/json' -H "X-Webhook-Signature: $(body_signature body.json)" --data-binary @body.json http://localhost:3000/webhooks
# snippet end
