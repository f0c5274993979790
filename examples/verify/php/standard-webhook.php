<?php
// snippet: STANDARD_WEBHOOKS
// The bytes behind whsec_ are the key.
define('WEBHOOK_KEY', base64_decode(substr(getenv('WEBHOOK_SECRET'), strlen('whsec_'))));
const TOLERANCE_SECONDS = 5 * 60;

// $rawBody: file_get_contents('php://input'). $id, $timestamp, $signatures: $_SERVER['HTTP_WEBHOOK_ID'],
// $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] and $_SERVER['HTTP_WEBHOOK_SIGNATURE'], or '' where one is missing.
function verifyStandardWebhook(string $rawBody, string $id, string $timestamp, string $signatures, ?int $now = null): bool
{
    if (!ctype_digit($timestamp) || abs(($now ?? time()) - (int) $timestamp) > TOLERANCE_SECONDS) {
        return false;
    }
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$rawBody", WEBHOOK_KEY, true));
    // While a replaced secret still signs, there is one signature for each, with spaces between them.
    foreach (explode(' ', $signatures) as $given) {
        if (hash_equals($expected, $given)) {
            return true;
        }
    }
    return false;
}
// snippet end
