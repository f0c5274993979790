<?php
// snippet: HMAC_BODY
// The whole text, whsec_ included.
define('WEBHOOK_KEY', getenv('WEBHOOK_SECRET'));

// $rawBody: file_get_contents('php://input'). $signature: $_SERVER['HTTP_X_WEBHOOK_SIGNATURE'] ?? ''.
function verifyBodySignature(string $rawBody, string $signature): bool
{
    $expected = 'sha256=' . hash_hmac('sha256', $rawBody, WEBHOOK_KEY);
    // While a replaced secret still signs, there is one signature for each, with commas between them.
    foreach (explode(',', $signature) as $given) {
        if (hash_equals($expected, trim($given))) {
            return true;
        }
    }
    return false;
}
// snippet end
