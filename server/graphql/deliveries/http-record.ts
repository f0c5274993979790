import { createHash } from 'node:crypto';
import { bodyText } from '../../domain/body-text.ts';
import { MASKED_VALUE } from '../../domain/header-mask.ts';
import { SIGNATURE_HEADERS, type SignatureScheme } from '../../domain/signing/scheme.ts';
import { standardSignedPrefix } from '../../domain/signing/standard-webhooks.ts';
import type { AttemptContent, DeliveryAttempt } from '../../storage/entities/delivery-attempt.ts';

type Headers = readonly (readonly [name: string, value: string])[];

/** The request of an attempt. `eventBody` is what was sent unless the attempt has a body of its own, as chat formats do. */
export function requestRecord({ url }: DeliveryAttempt, content: AttemptContent | null, eventBody: string | null) {
  const body = content === null ? null : content.requestBody ?? eventBody;
  return {
    ...shownRequest(url, { headers: content?.requestHeaders ?? [], body }),
    bodySize: content?.requestBodySize ?? 0,
  };
}

/** A request for people to look at; `body` is null when it is past retention. */
export function shownRequest(url: string, { headers, body }: { headers: Headers; body: string | null }) {
  return {
    method: 'POST',
    url,
    headers: headerRecords(headers),
    body,
    bodyUnavailableReason: body === null ? 'EXPIRED' : null,
    bodySize: body === null ? 0 : Buffer.byteLength(body),
    bodySha256: () => (body === null ? '' : createHash('sha256').update(body, 'utf8').digest('hex')),
    curl: () => curlOf(url, headers, body),
  };
}

/** The response of an attempt; null when none arrived. */
export function responseRecord({ statusCode }: DeliveryAttempt, content: AttemptContent | null) {
  if (statusCode === null) return null;
  if (content === null) return { ...PRUNED_RESPONSE, statusCode };
  const { responseReason, httpVersion, responseHeaders, responseBody, responseBodySize, isResponseTruncated } = content;
  return {
    statusCode,
    reason: responseReason || null,
    httpVersion: httpVersion ?? '',
    headers: headerRecords(responseHeaders ?? []),
    body: responseBody && bodyText(responseBody, { isCut: isResponseTruncated }),
    bodyUnavailableReason: isResponseTruncated ? 'TRUNCATED' : null,
    contentType: responseHeaders?.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null,
    bodySize: responseBodySize,
    isTruncated: isResponseTruncated,
  };
}

/** The signatures of a request, taken from its headers. */
export function signatureRecords({ requestHeaders, signatures }: AttemptContent) {
  const sent = new Map(requestHeaders);
  return Object.entries(signatures).map(([scheme, keyId]) => {
    const header = SIGNATURE_HEADERS[scheme as SignatureScheme];
    const signedPrefix = scheme === 'STANDARD_WEBHOOKS' ? standardSignedPrefix(sent.get('webhook-id') ?? '', Number(sent.get('webhook-timestamp'))) : null;
    return { scheme, header, value: sent.get(header) ?? '', keyId, signedPrefix };
  });
}

/** What is left of a response when its content is past retention. */
const PRUNED_RESPONSE = {
  reason: null, httpVersion: '', headers: [], body: null, bodyUnavailableReason: 'EXPIRED', contentType: null, bodySize: 0, isTruncated: false,
};

/** Headers are masked when they are stored; the mask itself shows which ones. */
const headerRecords = (headers: Headers) => headers.map(([name, value]) => ({ name, value, isMasked: value === MASKED_VALUE }));

/** The same request for a shell. The body's exact bytes go through `--data-raw`, which curl neither trims nor reads as a file name. */
function curlOf(url: string, headers: Headers, body: string | null): string {
  const parts = [
    `curl -X POST ${quoted(url)}`,
    ...headers.filter(([name]) => name.toLowerCase() !== 'content-length').map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`--data-raw ${quoted(body)}`]),
  ];
  return parts.join(' \\\n  ');
}

/** In single quotes nothing is special to a POSIX shell but the quote itself. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
