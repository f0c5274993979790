// snippet: HMAC_BODY
// Cargo.toml: ring = "0.17"
use ring::hmac;

/// `raw_body`: the bytes as received, before any JSON parser. `signature`: the header X-Webhook-Signature.
pub fn verify_body_signature(raw_body: &[u8], signature: &str) -> bool {
    // The whole text, whsec_ included.
    let secret = std::env::var("WEBHOOK_SECRET").expect("WEBHOOK_SECRET is set");
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    // While a replaced secret still signs, there is one signature for each, with commas between them.
    signature.split(',').any(|part| {
        let given = part.trim().strip_prefix("sha256=").and_then(from_hex);
        given.is_some_and(|bytes| hmac::verify(&key, raw_body, &bytes).is_ok())
    })
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if text.len() % 2 != 0 || !text.is_ascii() {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}
// snippet end
