//! Prints for each recorded request whether the snippets accept it. The first argument is the table of requests.
mod account_signature;
mod body_signature;
mod standard_webhook;

use base64::{prelude::BASE64_STANDARD, Engine};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let table = std::fs::read_to_string(&arguments[1]).expect("the table can be read");
    for line in table.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let verdict = if is_authentic(&arguments[2], &cells) {
            "accepted"
        } else {
            "refused"
        };
        println!("{} {verdict}", cells[0]);
    }
}

fn is_authentic(scheme: &str, cells: &[&str]) -> bool {
    let raw_body = BASE64_STANDARD
        .decode(cells[2])
        .expect("the body is base64");
    match scheme {
        "HMAC_BODY" => body_signature::verify_body_signature(&raw_body, cells[6]),
        "STANDARD_WEBHOOKS" => {
            let now = cells[1].parse().expect("now is a number");
            standard_webhook::verify_standard_webhook(&raw_body, cells[3], cells[4], cells[5], now)
        }
        _ => account_signature::verify_account_signature(&raw_body, cells[7]),
    }
}
