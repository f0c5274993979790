import { t } from '../../i18n.ts';
import { environmentLook, type EnvironmentKey } from '../../lib/environments.ts';
import type { WebhookDraft } from './webhook-draft.ts';
import type { CatalogueType, PreviewedRequest } from './webhook-form.queries.ts';

export interface PreviewHeader {
  name: string;
  value: string;
  /** Made when the request is sent. */
  isPlaceholder: boolean;
}

export interface RequestPreview {
  path: string;
  host: string;
  headers: PreviewHeader[];
  body: string;
}

interface PreviewOptions {
  draft: WebhookDraft;
  type: CatalogueType;
  webhookId: string | null;
  /** Ms since epoch. */
  now: number;
  /** Of the console, for the link in a chat message. */
  origin: string;
}

const EXAMPLE_EVENT_ID = 'evt_EXAMPLE';
const RESOURCES: Record<string, string> = { license: 'license', activation: 'activation', product: 'product', contract: 'contract', telemetry: 'record' };

/** The id of what an example is about: `license.id` of a licence event, whatever id comes first otherwise. */
export function exampleResourceId(code: string, payload: unknown): string {
  if (typeof payload !== 'object' || payload === null) return 'res_EXAMPLE';
  const members = payload as Record<string, unknown>;
  const subject = members[RESOURCES[code.split('.')[0] ?? ''] ?? ''] ?? Object.values(members)[0];
  const id = typeof subject === 'object' && subject !== null ? (subject as Record<string, unknown>).id : undefined;
  return typeof id === 'string' ? id : 'res_EXAMPLE';
}

function envelope(type: CatalogueType, environment: EnvironmentKey, now: number): string {
  const payload = type.examples[0]?.payload ?? {};
  return JSON.stringify({
    eventId: EXAMPLE_EVENT_ID,
    eventDate: new Date(now).toISOString(),
    eventCode: type.code,
    resourceId: exampleResourceId(type.code, payload),
    environment: environmentLook(environment).slug,
    schemaVersion: type.schemaVersion,
    payload,
  });
}

function bodyOf({ draft, type, now, origin }: PreviewOptions): string {
  const environment = draft.environment ?? 'PRODUCTION';
  const link = `${origin}/admin/webhook-deliveries?search=${EXAMPLE_EVENT_ID}`;
  const line = `${type.code}: ${exampleResourceId(type.code, type.examples[0]?.payload)} in ${environmentLook(environment).slug} at ${new Date(now).toISOString()}.`;
  switch (draft.payloadFormat) {
    case 'SLACK': return JSON.stringify({ text: `${line} <${link}|Open the event>` });
    case 'DISCORD': return JSON.stringify({ content: `${line} <${link}>`, allowed_mentions: { parse: [] } });
    default: return envelope(type, environment, now);
  }
}

function headersOf({ draft, type, webhookId, now }: PreviewOptions): PreviewHeader[] {
  const fixed = (name: string, value: string): PreviewHeader => ({ name, value, isPlaceholder: false });
  const later = (name: string, value: string): PreviewHeader => ({ name, value, isPlaceholder: true });
  const has = (scheme: WebhookDraft['signatureSchemes'][number]) => draft.signatureSchemes.includes(scheme);
  return [
    fixed('Content-Type', 'application/json'),
    fixed('webhook-id', EXAMPLE_EVENT_ID),
    fixed('webhook-timestamp', String(Math.floor(now / 1_000))),
    fixed('X-Webhook-Event', type.code),
    fixed('X-Webhook-Environment', environmentLook(draft.environment ?? 'PRODUCTION').slug),
    webhookId ? fixed('X-Webhook-Listener', webhookId) : later('X-Webhook-Listener', t('webhookForm.preview.setLater')),
    fixed('X-Webhook-Attempt', '1'),
    ...(has('STANDARD_WEBHOOKS') ? [later('webhook-signature', t('webhookForm.preview.later.v1'))] : []),
    ...(has('HMAC_BODY') ? [later('X-Webhook-Signature', t('webhookForm.preview.later.hmac'))] : []),
    ...(has('RSA_ACCOUNT') ? [later('N-Signature', t('webhookForm.preview.later.rsa'))] : []),
    ...draft.customHeaders.filter(({ name }) => name.trim() !== '').map(({ name, value, isSecret }) => (isSecret ? later(name, t('webhookForm.preview.secretValue')) : fixed(name, value))),
  ];
}

/** What a receiver gets for an event type, built from the catalogue's example. */
export function requestPreview(options: PreviewOptions): RequestPreview {
  return { ...addressOf(options.draft.url), headers: headersOf(options), body: bodyOf(options) };
}

/** What the server says that it would send; only the values of secret headers are hidden. */
export function exactRequest({ url, headers, body }: Pick<PreviewedRequest, 'url' | 'headers' | 'body'>): RequestPreview {
  return { ...addressOf(url), headers: headers.map(({ name, value, isMasked }) => ({ name, value: isMasked ? value || t('webhookForm.preview.hidden') : value, isPlaceholder: isMasked })), body: body ?? '' };
}

function addressOf(url: string): Pick<RequestPreview, 'path' | 'host'> {
  const target = URL.canParse(url.trim()) ? new URL(url.trim()) : null;
  return { path: target ? target.pathname + target.search : '/', host: target?.host ?? t('webhookForm.preview.host') };
}
