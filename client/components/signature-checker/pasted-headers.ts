/** The headers of a request that signatures are about, as they were pasted; null for those that are missing. */
export interface SignatureHeaders {
  id: string | null;
  timestamp: string | null;
  standard: string | null;
  body: string | null;
  rsa: string | null;
}

const NAMES: Record<string, keyof SignatureHeaders> = {
  'webhook-id': 'id',
  'webhook-timestamp': 'timestamp',
  'webhook-signature': 'standard',
  'x-webhook-signature': 'body',
  'n-signature': 'rsa',
};

/** `Name: value`, `name=value` of an environment, `"name": "value"` of a printed object, `-H 'name: value'` of curl. */
const LINE = /^(?:-H\s+)?["'{\s]*(?:HTTP_)?([A-Za-z][A-Za-z0-9_-]*)["']?\s*(?::|=>|=(?!=?$))\s*(.*)$/;

/**
 * Reads headers out of what people paste: lines as on the wire, of curl, or of a printed object. A single value without its name is
 * known by its look.
 */
export function pastedHeaders(text: string): SignatureHeaders {
  const headers: SignatureHeaders = { id: null, timestamp: null, standard: null, body: null, rsa: null };
  for (const line of text.split(/\r?\n/).map((one) => one.trim()).filter(Boolean)) {
    const [, name = '', rest = ''] = LINE.exec(line) ?? [];
    const field = NAMES[name.toLowerCase().replaceAll('_', '-')];
    if (field) headers[field] ??= withoutQuotes(rest);
    else addByLook(headers, withoutQuotes(line));
  }
  return headers;
}

const withoutQuotes = (value: string) => value.replace(/[,;\\\s]+$/, '').replace(/^["'\s]+|["']+$/g, '').trim();

function addByLook(headers: SignatureHeaders, value: string): void {
  if (/^v1,\S/.test(value)) headers.standard ??= value;
  else if (/^sha256=/i.test(value)) headers.body ??= value;
  else if (/^(?:evt|msg)_[0-9A-Za-z]+$/.test(value)) headers.id ??= value;
  else if (/^\d{10}(?:\d{3})?$/.test(value)) headers.timestamp ??= value;
  else if (/^[A-Za-z0-9+/_-]{340,}={0,2}$/.test(value)) headers.rsa ??= value;
}
