import type { LeasedEvent } from '../storage/leased-delivery.ts';
import type { CachedWebhook } from '../storage/webhook-directory.ts';

/** A request that is shown, not sent; values of secret headers are masked. */
export interface RequestPreview {
  headers: [name: string, value: string][];
  body: string;
}

/** Makes the request that a delivery would send next, by the code that sends. */
export type PrepareRequest = (delivery: { id: string; attemptCount: number; event: LeasedEvent }, webhook: CachedWebhook) => Promise<RequestPreview>;
