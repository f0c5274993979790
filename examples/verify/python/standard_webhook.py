# snippet: STANDARD_WEBHOOKS
import base64
import hashlib
import hmac
import os
import time
from collections.abc import Mapping

from fastapi import FastAPI, Request, Response

# The bytes behind whsec_ are the key.
KEY = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
TOLERANCE_SECONDS = 5 * 60

app = FastAPI()


def verify_standard_webhook(raw_body: bytes, headers: Mapping[str, str], now: float | None = None) -> bool:
    event_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not timestamp.isascii() or not timestamp.isdigit():
        return False
    if abs((time.time() if now is None else now) - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    signed = f"{event_id}.{timestamp}.".encode() + raw_body
    expected = b"v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest())
    # While a replaced secret still signs, there is one signature for each, with spaces between them.
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(part.encode(), expected) for part in given)


@app.post("/webhooks")
async def receive(request: Request) -> Response:
    raw_body = await request.body()  # the bytes as received, before any JSON parser
    if not verify_standard_webhook(raw_body, request.headers):
        return Response(status_code=401)
    return Response(status_code=204)
# snippet end
