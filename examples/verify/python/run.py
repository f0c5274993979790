"""Prints for each recorded request whether the snippets accept it. The first argument is the table of requests."""
import base64
import importlib
import sys

table, scheme = sys.argv[1:3]


def verifier():
    if scheme == "HMAC_BODY":
        snippet = importlib.import_module("body_signature")
        return lambda body, headers, now: snippet.verify_body_signature(body, headers["x-webhook-signature"])
    if scheme == "STANDARD_WEBHOOKS":
        snippet = importlib.import_module("standard_webhook")
        return lambda body, headers, now: snippet.verify_standard_webhook(body, headers, now)
    snippet = importlib.import_module("account_signature")
    return lambda body, headers, now: snippet.verify_account_signature(body, headers["n-signature"])


is_authentic = verifier()
for line in open(table, encoding="utf-8"):
    name, now, body, event_id, timestamp, standard, body_hmac, rsa = line.rstrip("\n").split("\t")
    headers = {
        "webhook-id": event_id, "webhook-timestamp": timestamp, "webhook-signature": standard,
        "x-webhook-signature": body_hmac, "n-signature": rsa,
    }
    print(name, "accepted" if is_authentic(base64.b64decode(body), headers, int(now)) else "refused")
