# snippet: STANDARD_WEBHOOKS
require 'openssl'

# The bytes behind whsec_ are the key.
KEY = ENV.fetch('WEBHOOK_SECRET').delete_prefix('whsec_').unpack1('m')
TOLERANCE_SECONDS = 5 * 60

# raw_body: request.raw_post in Rails, request.body.read in Rack.
# id, timestamp, signatures: the headers webhook-id, webhook-timestamp and webhook-signature.
def verify_standard_webhook(raw_body, id, timestamp, signatures, now: Time.now.to_i)
  return false unless timestamp.to_s.match?(/\A\d+\z/) && (now - timestamp.to_i).abs <= TOLERANCE_SECONDS

  signed = "#{id}.#{timestamp}.".b + raw_body.b
  expected = "v1,#{[OpenSSL::HMAC.digest('SHA256', KEY, signed)].pack('m0')}"
  # While a replaced secret still signs, there is one signature for each, with spaces between them.
  signatures.to_s.split.any? { |given| OpenSSL.secure_compare(given, expected) }
end
# snippet end
