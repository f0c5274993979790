<?php
// Prints for each recorded request whether the snippets accept it. The first argument is the table of requests.
[, $table, $scheme] = $argv;
$snippets = ['HMAC_BODY' => 'body-signature', 'STANDARD_WEBHOOKS' => 'standard-webhook', 'RSA_ACCOUNT' => 'account-signature'];
require __DIR__ . "/$snippets[$scheme].php";

foreach (file($table, FILE_IGNORE_NEW_LINES) as $line) {
    [$name, $now, $body, $id, $timestamp, $standard, $hmac, $rsa] = explode("\t", $line);
    $rawBody = base64_decode($body);
    $isAuthentic = match ($scheme) {
        'HMAC_BODY' => verifyBodySignature($rawBody, $hmac),
        'STANDARD_WEBHOOKS' => verifyStandardWebhook($rawBody, $id, $timestamp, $standard, (int) $now),
        'RSA_ACCOUNT' => verifyAccountSignature($rawBody, $rsa),
    };
    echo $name, ' ', $isAuthentic ? 'accepted' : 'refused', "\n";
}
