import type { EntityManager } from 'typeorm';
import { STANDARD_SETTINGS } from '../../domain/webhook-settings.ts';
import { WebhookSettings } from '../entities/webhook-settings.ts';

/** The settings of an account; those of an unknown one are what a new one begins with. */
export async function findSettings(manager: EntityManager, accountId: string): Promise<WebhookSettings> {
  return await manager.findOneBy(WebhookSettings, { accountId }) ?? newSettings(accountId, 0);
}

export function newSettings(accountId: string, now: number): WebhookSettings {
  return { ...STANDARD_SETTINGS, alertRecipients: [], accountId, version: 1, updatedAt: now, updatedBy: null };
}

/** Of an account that may have none yet. */
export async function saveSettings(tx: EntityManager, settings: WebhookSettings): Promise<void> {
  await tx.upsert(WebhookSettings, settings as never, ['accountId']);
}
