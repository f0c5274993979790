import { Account } from './account.ts';
import { Alert } from './alert.ts';
import { ApiKey } from './api-key.ts';
import { AttemptStat, EventTypeStat } from './attempt-stat.ts';
import { AuditEntry } from './audit-entry.ts';
import { AttemptContent, DeliveryAttempt } from './delivery-attempt.ts';
import { BulkOperation, Replay } from './bulk-operation.ts';
import { Chore } from './chore.ts';
import { Delivery } from './delivery.ts';
import { EventType } from './event-type.ts';
import { IdempotentRequest } from './idempotent-request.ts';
import { Lane } from './lane.ts';
import { Invitation, Member, Person, Session, SetupToken } from './member.ts';
import { Place } from './place.ts';
import { FailedTry, RecoveryCode, SecondFactor } from './second-factor.ts';
import { SigningKey } from './signing-key.ts';
import { ToldHealth, WebhookChange, WebhookLogEnd } from './webhook-change.ts';
import { WebhookEvent } from './webhook-event.ts';
import { WebhookSettings } from './webhook-settings.ts';
import { Webhook, WebhookQueue, WebhookSecret } from './webhook.ts';

export const entities = [
  Account, Person, Member, Invitation, Session, SetupToken, SecondFactor, RecoveryCode, FailedTry, ApiKey, SigningKey, EventType,
  Webhook, WebhookSecret, WebhookQueue, WebhookEvent, Delivery, DeliveryAttempt, AttemptContent, AttemptStat, EventTypeStat, Lane, Chore, BulkOperation, Replay, Place,
  AuditEntry, IdempotentRequest,
  WebhookSettings, Alert, WebhookChange, WebhookLogEnd, ToldHealth,
];
