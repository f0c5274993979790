// snippet: STANDARD_WEBHOOKS
// Cargo.toml: base64 = "0.22", ring = "0.17"
use base64::{prelude::BASE64_STANDARD, Engine};
use ring::hmac;

const TOLERANCE_SECONDS: u64 = 5 * 60;

/// `raw_body`: the bytes as received, before any JSON parser. `now_seconds`: since the Unix epoch.
/// `id`, `timestamp`, `signatures`: the headers webhook-id, webhook-timestamp and webhook-signature.
pub fn verify_standard_webhook(
    raw_body: &[u8],
    id: &str,
    timestamp: &str,
    signatures: &str,
    now_seconds: u64,
) -> bool {
    // The bytes behind whsec_ are the key.
    let secret = std::env::var("WEBHOOK_SECRET").expect("WEBHOOK_SECRET is set");
    let secret_bytes = BASE64_STANDARD
        .decode(secret.trim_start_matches("whsec_"))
        .expect("the secret is base64");
    let key = hmac::Key::new(hmac::HMAC_SHA256, &secret_bytes);
    if !timestamp
        .parse::<u64>()
        .is_ok_and(|sent_at| sent_at.abs_diff(now_seconds) <= TOLERANCE_SECONDS)
    {
        return false;
    }
    let signed = [format!("{id}.{timestamp}.").as_bytes(), raw_body].concat();
    // While a replaced secret still signs, there is one signature for each, with spaces between them.
    signatures.split(' ').any(|part| {
        let given = part
            .strip_prefix("v1,")
            .and_then(|text| BASE64_STANDARD.decode(text).ok());
        given.is_some_and(|bytes| hmac::verify(&key, &signed, &bytes).is_ok())
    })
}
// snippet end
