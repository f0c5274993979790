import { In, type EntityManager } from 'typeorm';
import { WebhookSecret } from '../entities/webhook.ts';
import type { Store } from '../store.ts';

/** Secrets of webhooks, the current one first, then the younger before the older. */
export async function findSecrets({ reader }: Pick<Store, 'reader'>, webhookIds: readonly string[]): Promise<WebhookSecret[]> {
  return inOrder(await reader.find(WebhookSecret, { where: { webhookId: In([...webhookIds]) }, order: { id: 'DESC' } }));
}

/** The same inside a transaction, of one webhook. */
export async function findSecretsIn(tx: EntityManager, webhookId: string): Promise<WebhookSecret[]> {
  return inOrder(await tx.find(WebhookSecret, { where: { webhookId }, order: { id: 'DESC' } }));
}

export async function insertSecret(tx: EntityManager, secret: WebhookSecret): Promise<void> {
  await tx.insert(WebhookSecret, secret);
}

const inOrder = (secrets: WebhookSecret[]) =>
  secrets.sort((a, b) => Number(a.expiresAt !== null) - Number(b.expiresAt !== null));
