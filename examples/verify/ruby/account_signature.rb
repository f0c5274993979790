# snippet: RSA_ACCOUNT
require 'openssl'

# The public key sk_01JD0000000000000000000000 of the account; the key set has the next one before it signs.
PUBLIC_KEY = OpenSSL::PKey::RSA.new(<<PEM)
-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0QjbUMLIRdZekgp8FVMk
QetLCasfNjSo3IyW9i9Q5prkPOQ7HabSGnleUcKtGdRyiR5V+0kdhsWfgs3Xh9dt
buHQz+Jv8JQOtsoKjpz6GBQq7jJnDpL6aEeR3FL03mJcW4c7nz9yXuU8Ih6yP1UJ
eO0FFPMML9IyKsyG0CxUZANNcm9hudgC5J140W5cL4cEZwyhLdejKUq/Y7KH5Fdy
O1ImpC97dqfjL2EQUlFn02FUITV8UEO4Rro/t88GT3M/ZsRpF/cghywdgOoSgfVa
45e2pDVyCAWnGXHL1Jj+Zb+iI8cMWxuSc3pKIDkBCyP5IcR2wnP/RO16OB9Jynm6
XQIDAQAB
-----END PUBLIC KEY-----
PEM

# raw_body: request.raw_post in Rails, request.body.read in Rack. signature: the header N-Signature.
def verify_account_signature(raw_body, signature)
  PUBLIC_KEY.verify('SHA256', signature.to_s.unpack1('m'), raw_body)
rescue OpenSSL::PKey::PKeyError
  false
end
# snippet end
