# snippet: HMAC_BODY
import hashlib
import hmac
import os

from fastapi import FastAPI, Request, Response

# The whole text, whsec_ included.
SECRET = os.environ["WEBHOOK_SECRET"].encode()

app = FastAPI()


def verify_body_signature(raw_body: bytes, signature: str | None) -> bool:
    expected = "sha256=" + hmac.new(SECRET, raw_body, hashlib.sha256).hexdigest()
    # While a replaced secret still signs, there is one signature for each, with commas between them.
    given = (signature or "").split(",")
    return any(hmac.compare_digest(part.strip().encode(), expected.encode()) for part in given)


@app.post("/webhooks")
async def receive(request: Request) -> Response:
    raw_body = await request.body()  # the bytes as received, before any JSON parser
    if not verify_body_signature(raw_body, request.headers.get("X-Webhook-Signature")):
        return Response(status_code=401)
    return Response(status_code=204)
# snippet end
