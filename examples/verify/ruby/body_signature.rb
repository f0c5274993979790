# snippet: HMAC_BODY
require 'openssl'

# The whole text, whsec_ included.
SECRET = ENV.fetch('WEBHOOK_SECRET')

# raw_body: request.raw_post in Rails, request.body.read in Rack. signature: the header X-Webhook-Signature.
def verify_body_signature(raw_body, signature)
  expected = "sha256=#{OpenSSL::HMAC.hexdigest('SHA256', SECRET, raw_body)}"
  # While a replaced secret still signs, there is one signature for each, with commas between them.
  signature.to_s.split(',').any? { |given| OpenSSL.secure_compare(given.strip, expected) }
end
# snippet end
