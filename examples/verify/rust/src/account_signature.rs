// snippet: RSA_ACCOUNT
// Cargo.toml: base64 = "0.22", ring = "0.17"
use base64::{prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE_NO_PAD, Engine};
use ring::signature::{RsaPublicKeyComponents, RSA_PKCS1_2048_8192_SHA256};

// The public key sk_01JD0000000000000000000000 of the account; the key set has the next one before it signs.
const MODULUS: &str = "0QjbUMLIRdZekgp8FVMkQetLCasfNjSo3IyW9i9Q5prkPOQ7HabSGnleUcKtGdRyiR5V-0kdhsWfgs3Xh9dtbuHQz-Jv8JQOtsoKjpz6GBQq7jJnDpL6aEeR3FL03mJcW4c7nz9yXuU8Ih6yP1UJeO0FFPMML9IyKsyG0CxUZANNcm9hudgC5J140W5cL4cEZwyhLdejKUq_Y7KH5FdyO1ImpC97dqfjL2EQUlFn02FUITV8UEO4Rro_t88GT3M_ZsRpF_cghywdgOoSgfVa45e2pDVyCAWnGXHL1Jj-Zb-iI8cMWxuSc3pKIDkBCyP5IcR2wnP_RO16OB9Jynm6XQ";
const EXPONENT: &str = "AQAB";

/// `raw_body`: the bytes as received, before any JSON parser. `signature`: the header N-Signature.
pub fn verify_account_signature(raw_body: &[u8], signature: &str) -> bool {
    let key = RsaPublicKeyComponents {
        n: from_base64url(MODULUS),
        e: from_base64url(EXPONENT),
    };
    let given = BASE64_STANDARD.decode(signature);
    given.is_ok_and(|bytes| {
        key.verify(&RSA_PKCS1_2048_8192_SHA256, raw_body, &bytes)
            .is_ok()
    })
}

fn from_base64url(text: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD
        .decode(text)
        .expect("the key is base64url")
}
// snippet end
