import { Account } from './account.ts';
import { ApiKey } from './api-key.ts';
import { AttemptStat } from './attempt-stat.ts';
import { AttemptContent, DeliveryAttempt } from './delivery-attempt.ts';
import { BulkOperation, Replay } from './bulk-operation.ts';
import { Chore } from './chore.ts';
import { Delivery } from './delivery.ts';
import { EventType } from './event-type.ts';
import { Lane } from './lane.ts';
import { Member, Person, Session, SetupToken } from './member.ts';
import { SigningKey } from './signing-key.ts';
import { WebhookEvent } from './webhook-event.ts';
import { Webhook, WebhookQueue, WebhookSecret } from './webhook.ts';

export const entities = [
  Account, Person, Member, Session, SetupToken, ApiKey, SigningKey, EventType,
  Webhook, WebhookSecret, WebhookQueue, WebhookEvent, Delivery, DeliveryAttempt, AttemptContent, AttemptStat, Lane, Chore, BulkOperation, Replay,
];
